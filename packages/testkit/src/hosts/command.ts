import { spawn } from 'node:child_process'

/** What a finished command left behind. `status` is null when a signal ended it, `timedOut` when that signal was ours. */
export interface CommandResult {
  readonly argv: readonly string[]
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
}

export interface CommandOptions {
  readonly cwd?: string
  /** Whole environment of the command; default: this process's, with the system folders on PATH. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string | Uint8Array
  /** Default 120,000. On expiry the command is killed and the result says `timedOut`. */
  readonly timeoutMs?: number
  /** Most bytes kept of each stream; default 64 MiB. More ends the command with an error: a cut text is worse than none. */
  readonly maxBytes?: number
}

/** A command that had to succeed did not. */
export class CommandError extends Error {
  readonly code = 'E_TESTKIT_COMMAND'
  readonly result: CommandResult

  constructor(result: CommandResult) {
    const how = result.timedOut
      ? 'did not end in time'
      : result.signal
        ? `ended by ${result.signal}`
        : `exit ${String(result.status)}`
    const tail = (result.stderr.trim() || result.stdout.trim()).slice(-2000)
    super(`${result.argv.slice(0, 12).join(' ').slice(0, 400)}: ${how}${tail ? `\n${tail}` : ''}`)
    this.name = 'CommandError'
    this.result = result
  }
}

/** PATH of tests started by ordinary shells often lacks the sbin folders, where most of our tools live. */
export function systemEnvironment(): Record<string, string | undefined> {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin` }
}

/** Runs to the end; rejects only when the command cannot be started or prints more than `maxBytes`. */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { timeoutMs = 120_000, maxBytes = 64 * 1024 * 1024 } = options
  const [program = '', ...parameters] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? systemEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
      // A grandchild may still hold the pipes; 'close' would then wait for it.
      child.stdout.destroy()
      child.stderr.destroy()
    }, timeoutMs)
    const collect = (stream: NodeJS.ReadableStream): (() => string) => {
      const chunks: Buffer[] = []
      let length = 0
      stream.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > maxBytes) {
          child.kill('SIGKILL')
          reject(new Error(`${program}: printed more than ${String(maxBytes)} bytes`))
        } else chunks.push(chunk)
      })
      return () => Buffer.concat(chunks).toString('utf8')
    }
    const stdout = collect(child.stdout)
    const stderr = collect(child.stderr)
    // A command may end without reading its input; its exit status says more than EPIPE does.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
    child.on('error', error => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (status, signal) => {
      clearTimeout(timer)
      resolve({ argv, status, signal, stdout: stdout(), stderr: stderr(), timedOut })
    })
  })
}

/** Standard output of a command that must succeed. @throws CommandError otherwise. */
export async function outputOf(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await runCommand(argv, options)
  if (result.status !== 0) throw new CommandError(result)
  return result.stdout
}
