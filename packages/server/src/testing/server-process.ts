import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url))

/** The real program as a process of its own, with the embedded PostgreSQL unless `env` says otherwise. */
export interface ServerProcess {
  readonly address: string
  readonly pid: number
  /** Milliseconds from its start until the address was there. */
  readonly startedInMs: number
  readonly output: () => string
  /** Resolves with its status, or the name of the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

export interface ProcessOptions {
  readonly dataDir: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Rejects with what it said when it ends before it listens. */
export async function startServerProcess(options: ProcessOptions): Promise<ServerProcess> {
  const since = performance.now()
  const child = runServerProcess(options)
  for (;;) {
    const address = await readFile(join(options.dataDir, 'address'), 'utf8').catch(() => '')
    if (address !== '' && child.output().includes('listens on')) {
      const startedInMs = performance.now() - since
      return {
        address: address.trim(),
        pid: child.process.pid ?? 0,
        startedInMs,
        output: child.output,
        stop(signal = 'SIGTERM') {
          child.process.kill(signal)
          return child.ended
        },
      }
    }
    const state = await Promise.race([child.ended, delay(20, 'running' as const)])
    if (state !== 'running') throw new Error(`the server ended with ${String(state)}: ${child.output()}`)
  }
}

/** Only starts it: for starts that are expected to fail. */
export function runServerProcess(options: ProcessOptions): {
  readonly process: ChildProcess
  readonly ended: Promise<number | NodeJS.Signals>
  readonly output: () => string
} {
  const port = options.args?.includes('--port') === true ? [] : ['--port', '0']
  const args = [mainFile, '--data', options.dataDir, ...port, ...(options.args ?? [])]
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, args, {
    // Tests ask nobody outside of the machine.
    env: { ...inherited, PATCHYARD_NO_FEEDS: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  const ended = once(child, 'close').then(
    ([status, signal]: (number | NodeJS.Signals | null)[]) => signal ?? status ?? -1,
  ) as Promise<number | NodeJS.Signals>
  return { process: child, ended, output: () => output }
}

/** A folder under the system's temporary one that the database user can reach; removed with its scope. */
export async function temporaryDataFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'patchyard-data-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
