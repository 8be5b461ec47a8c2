import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HostAccess, HostProcess } from '../hosts/host-access.ts'
import { makeTemporaryFolder } from '../hosts/temporary-folder.ts'
import { waitUntil } from '../hosts/wait-until.ts'

/** A fault at system calls, in the words of strace(1), "--inject". */
export interface SyscallFault {
  /** One call, several with commas, or a class such as `%file`; a leading `?` lets names pass that this machine lacks. */
  readonly call: string
  /** Which of them, counted for each thread alone: `3`, `3+` (all from the third), `2+3` (2, 5, 8…). Default: every one. */
  readonly when?: number | string
  /** Sent as the call begins; after SIGKILL the call has not happened. */
  readonly signal?: NodeJS.Signals
  /** The call does not happen and fails with this: `EIO`, `ENOSPC`, `EROFS`… */
  readonly error?: string
  /** The call happens after this long. */
  readonly delayMs?: number
}

export interface StraceOptions {
  readonly faults?: readonly SyscallFault[]
  /** Calls to write down, beside those with faults. */
  readonly trace?: string
  /** Only calls on these files (strace -P). Faults too. */
  readonly paths?: readonly string[]
  /** Leaves other threads and children alone: what the process itself does is met, not what the programs it starts do. */
  readonly mainThreadOnly?: boolean
}

/** strace at work on a process of this machine or of a host. */
export interface Strace {
  /** Every traced call so far, as strace prints it: `PID call(arguments) = result`. */
  calls(): string[]
  /** Those that a fault has met. */
  injected(): string[]
  /** Lets go; the process runs on unharmed. */
  detach(): Promise<void>
  /** Resolves when nothing is traced any more. */
  readonly ended: Promise<void>
}

/** Holds on to a running process, and unless `mainThreadOnly` to all its threads and the children it makes from now on. */
export async function straceAttach(pid: number, options: StraceOptions): Promise<Strace> {
  const folder = makeTemporaryFolder('strace')
  const log = join(folder, 'calls')
  const child = spawn('strace', [...straceArguments(options, log), '--attach', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')))
  const ended = once(child, 'exit').then(() => undefined)
  try {
    await waitUntil('strace to attach', () => {
      if (child.exitCode !== null) throw new Error(`strace: ${errors.join('').trim()}`)
      return tracedBy(pid, child, options.mainThreadOnly === true)
    })
  } catch (error: unknown) {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  const calls = (): string[] =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter(line => line !== '')
  return {
    calls,
    injected: () => calls().filter(line => line.includes('(INJECTED)') || line.includes('(DELAYED)')),
    async detach() {
      // strace(1): on SIGINT it detaches from everything and ends.
      child.kill('SIGINT')
      await ended
    },
    ended,
  }
}

/**
 * Starts a command on a host with strace on it from its first own instruction: it waits stopped until strace holds it.
 * Nothing before it (shells, nsenter) is counted.
 */
export async function startUnderStrace(
  host: Pick<HostAccess, 'start'>,
  argv: readonly string[],
  options: StraceOptions,
): Promise<HostProcess & { readonly strace: Strace }> {
  const running = host.start(['/bin/sh', '-c', 'kill -STOP $$; exec "$@"', 'stopped', ...argv])
  const pid = await running.pid()
  await waitUntil('the command to wait for strace', () => stateOf(pid) === 'T')
  const strace = await straceAttach(pid, options)
  // nsenter(1) stops itself together with the command, and passes on that it may continue.
  if (running.child.pid !== undefined) process.kill(running.child.pid, 'SIGCONT')
  process.kill(pid, 'SIGCONT')
  return { ...running, strace }
}

function straceArguments(
  { faults = [], trace, paths = [], mainThreadOnly = false }: StraceOptions,
  log: string,
): string[] {
  const traced = [...faults.map(fault => fault.call), ...(trace === undefined ? [] : [trace])]
  return [
    ...(mainThreadOnly ? [] : ['--follow-forks']),
    '--quiet=all',
    '--string-limit=200',
    `--output=${log}`,
    `--trace=${traced.length === 0 ? 'none' : traced.join(',')}`,
    ...paths.map(path => `--trace-path=${path}`),
    ...faults.map(fault => `--inject=${injection(fault)}`),
  ]
}

function injection({ call, when, signal, error, delayMs }: SyscallFault): string {
  const parts = [call]
  if (error !== undefined) parts.push(`error=${error}`)
  if (signal !== undefined) parts.push(`signal=${signal}`)
  if (delayMs !== undefined) parts.push(`delay_enter=${String(delayMs * 1000)}`) // strace counts in microseconds
  if (when !== undefined) parts.push(`when=${String(when)}`)
  return parts.join(':')
}

/** True when every thread of the process, or its main one, has this strace as its tracer. */
function tracedBy(pid: number, strace: ChildProcess, mainThreadOnly: boolean): boolean {
  try {
    const threads = mainThreadOnly ? [String(pid)] : readdirSync(`/proc/${String(pid)}/task`)
    return threads.every(thread =>
      readFileSync(`/proc/${String(pid)}/task/${thread}/status`, 'utf8').includes(
        `TracerPid:\t${String(strace.pid)}\n`,
      ),
    )
  } catch {
    return false
  }
}

function stateOf(pid: number): string | undefined {
  return /^State:\s+(\S)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]
}
