import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  DEFAULT_CAPTURE_BYTES,
  LOG_HEAD_BYTES,
  LOG_TAIL_BYTES,
  MINIMAL_ENVIRONMENT,
  ProcessError,
  type Processes,
  type ProcessResult,
  type ProcessSpec,
  type Scopes,
} from '../core/ports/processes.ts'
import { HeadAndTail, StreamCapture } from './output-collector.ts'
import { openOutputFile, type OutputFile } from './output-file.ts'
import { markedProcesses, SCOPE_MARK } from './marked-processes.ts'

const SYSTEMD_RUN = '/usr/bin/systemd-run'
const SYSTEMCTL = '/usr/bin/systemctl'
/** sd_booted(3): this folder is there exactly when systemd runs as init. */
const SYSTEMD_BOOTED = '/run/systemd/system'
const KILL_AFTER_TERM_MS = 10_000
/** A daemon that a maintainer script started may keep the pipe open for ever; what it says later is nobody's. */
const PIPE_GRACE_MS = 2_000
const KILL_ROUNDS = 100
const KILL_PAUSE_MS = 100

export function createNodeProcesses(): Processes {
  return { run }
}

async function run(spec: ProcessSpec): Promise<ProcessResult> {
  if (!spec.program.startsWith('/')) {
    throw new ProcessError('E_PROCESS_SPAWN', `program "${spec.program}" is not an absolute path`)
  }
  if (spec.scope === undefined) return await runGroup(spec, spec.program, spec.args, false)
  const { name, leavesNothing } = spec.scope
  const limits = leavesNothing === true ? TASK_LIMIT : []
  const prefix = scopeArguments(name, limits)
  const marked = leavesNothing === true ? { ...spec, env: { ...spec.env, [SCOPE_MARK]: name } } : spec
  try {
    if (!(await scopesWork(name, limits))) return await runGroup(marked, spec.program, spec.args, false)
    return await runGroup(marked, SYSTEMD_RUN, [...prefix, '--', spec.program, ...spec.args], true)
  } finally {
    if (leavesNothing === true) await endScope(name)
  }
}

/** A unit of some hundred programs is a large service; what forks without end meets this within a second (systemd.resource-control(5)). */
const TASK_LIMIT = ['--property=TasksMax=1024']

function scopeArguments(name: string, limits: readonly string[]): string[] {
  if (!/^[a-z0-9-]{1,64}$/.test(name)) throw new ProcessError('E_PROCESS_SPAWN', `scope name "${name}" is not allowed`)
  return ['--scope', '--quiet', '--collect', `--unit=${name}`, ...limits]
}

export function createNodeScopes(): Scopes {
  return {
    isRunning: name => Promise.resolve(markedProcesses(name).length > 0),
    end: endScope,
  }
}

/** Kills by the control group, where there is one, and by the mark; again until nothing is found, for forks outrun a single look. */
async function endScope(name: string): Promise<void> {
  for (let round = 0; round < KILL_ROUNDS; round++) {
    if (markedProcesses(name).length === 0 && round > 0) return
    if (existsSync(SYSTEMD_BOOTED) && existsSync(SYSTEMCTL)) {
      const args = ['kill', '--signal=SIGKILL', `${name}.scope`]
      // A scope that is over is no unit any more, which is what is wanted.
      await runGroup({ program: SYSTEMCTL, args, timeoutMs: 15_000 }, SYSTEMCTL, args, false).catch(() => {})
    }
    for (const pid of markedProcesses(name)) signalProcess(pid)
    await new Promise(resolve => setTimeout(resolve, KILL_PAUSE_MS))
  }
}

function signalProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ESRCH: gone between the look and the signal.
  }
}

/**
 * A failure of systemd-run itself cannot be told from one of the program it runs (both end with 1), so a scope around `true` is tried
 * first. Costs about 10 ms, only before installations.
 */
async function scopesWork(name: string, limits: readonly string[]): Promise<boolean> {
  if (!existsSync(SYSTEMD_BOOTED) || !existsSync(SYSTEMD_RUN)) return false
  const args = [...scopeArguments(`${name.slice(0, 58)}-probe`, limits), '--', '/bin/true']
  const probe = await runGroup({ program: SYSTEMD_RUN, args, timeoutMs: 15_000 }, SYSTEMD_RUN, args, false)
  return probe.code === 0
}

function runGroup(
  spec: ProcessSpec,
  program: string,
  args: readonly string[],
  scoped: boolean,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const output = new Output(spec)
    let child: ChildProcess
    let file: OutputFile | null = null
    try {
      if (spec.scope !== undefined) file = openOutputFile(chunk => output.take(chunk, 'stdout'))
      child = start(spec, program, args, file)
    } catch (cause) {
      file?.finish()
      reject(new ProcessError('E_PROCESS_SPAWN', `${program} cannot be started`, { cause }))
      return
    }
    const end = { timedOut: false, aborted: false }
    const timers: NodeJS.Timeout[] = []
    const killGroup = () => {
      signalGroup(child, 'SIGTERM')
      timers.push(setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_TERM_MS))
    }
    const onAbort = () => {
      end.aborted = true
      killGroup()
    }
    const onTimeout = () => {
      end.timedOut = true
      killGroup()
    }
    timers.push(setTimeout(onTimeout, spec.timeoutMs))
    output.onOverflow = () => signalGroup(child, 'SIGKILL')
    child.stdout?.on('data', (chunk: Buffer) => output.take(chunk, 'stdout'))
    child.stderr?.on('data', (chunk: Buffer) => output.take(chunk, 'stderr'))
    const settle = (finish: () => void) => {
      for (const timer of timers) clearTimeout(timer)
      spec.signal?.removeEventListener('abort', onAbort)
      file?.finish()
      finish()
    }
    child.once('error', cause => {
      // A failed kill(2) also ends here; the program then runs on and 'close' settles.
      if (child.pid === undefined) {
        settle(() => reject(new ProcessError('E_PROCESS_SPAWN', `${program} cannot be started`, { cause })))
      }
    })
    child.once('exit', () => {
      const letGo = () => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }
      timers.push(setTimeout(letGo, PIPE_GRACE_MS))
    })
    child.once('close', (code, signal) => {
      settle(() => {
        const durationMs = performance.now() - started
        if (!output.overflowed) resolve({ code, signal, ...output.finish(), ...end, scoped, durationMs })
        else reject(new ProcessError('E_PROCESS_OUTPUT', `${spec.program} printed more than ${output.cap} bytes`))
      })
    })
    if (spec.signal?.aborted === true) onAbort()
    else spec.signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** What comes out of one program: both streams captured, one log of both. */
class Output {
  readonly cap: number
  overflowed = false
  onOverflow = () => {}
  readonly #log = new HeadAndTail(LOG_HEAD_BYTES, LOG_TAIL_BYTES)
  readonly #streams: Readonly<Record<'stdout' | 'stderr', StreamCapture>>
  readonly #cut: boolean

  constructor({ captureBytes, overflow, onLine }: ProcessSpec) {
    this.cap = captureBytes ?? DEFAULT_CAPTURE_BYTES
    this.#cut = overflow === 'cut'
    this.#streams = {
      stdout: new StreamCapture(this.cap, onLine && (line => onLine(line, 'stdout'))),
      stderr: new StreamCapture(this.cap, onLine && (line => onLine(line, 'stderr'))),
    }
  }

  take(chunk: Buffer, stream: 'stdout' | 'stderr'): void {
    this.#log.push(chunk)
    this.#streams[stream].push(chunk)
    if (!this.#streams[stream].overflowed || this.#cut || this.overflowed) return
    this.overflowed = true
    this.onOverflow()
  }

  finish(): Pick<ProcessResult, 'stdout' | 'stderr' | 'log'> {
    this.#streams.stdout.finish()
    this.#streams.stderr.finish()
    return { stdout: this.#streams.stdout.text(), stderr: this.#streams.stderr.text(), log: this.#log.text() }
  }
}

function start(spec: ProcessSpec, program: string, args: readonly string[], file: OutputFile | null): ChildProcess {
  // The agent writes its own files under umask 077; what package scripts write must not inherit that.
  const umask = process.umask(0o022)
  try {
    const child = spawn(program, args, {
      cwd: spec.cwd ?? '/',
      env: { ...MINIMAL_ENVIRONMENT, ...spec.env },
      // A session and process group of its own: a signal meant for the agent's terminal or group does not reach it.
      detached: true,
      stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', file?.fd ?? 'pipe', file?.fd ?? 'pipe'],
    })
    if (spec.stdin !== undefined && child.stdin !== null) {
      // EPIPE: the program ended without reading everything, which its result shows.
      child.stdin.on('error', () => {})
      child.stdin.end(spec.stdin)
    }
    return child
  } finally {
    process.umask(umask)
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // ESRCH: the group is gone already.
  }
}
