import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const mainFile = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url))

/** As tools/start.mjs starts it. */
const startFlags = ['--max-semi-space-size=4']

/** Seconds of processor time so far: of the server itself, and of PostgreSQL with all its processes. */
export interface CpuSeconds {
  readonly server: number
  readonly postgres: number
}

/** The program as people start it: its own process, embedded PostgreSQL with fsync, HTTP on loopback, the app role. */
export interface RealServer extends AsyncDisposable {
  readonly port: number
  readonly folder: string
  cpu(): CpuSeconds
  /** MiB resident, PostgreSQL not counted. */
  residentMiB(): number
  /** Calls the API as the first administrator. */
  call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T>
  /** An answer of the API while it arrives. */
  open(path: string): Promise<Response>
}

export async function startRealServer(): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'patchyard-bench-'))
  const child = spawn(process.execPath, [...startFlags, mainFile, '--data', folder, '--port', '0', '--no-feeds'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close')
  try {
    const address = await addressOf(folder, child, () => output)
    const secret = await firstKey(address, folder)
    const pid = child.pid ?? 0
    return {
      port: Number(new URL(address).port),
      folder,
      cpu: () => ({ server: cpuOf([pid]), postgres: cpuOf(postgresOf(folder)) }),
      residentMiB: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
      async call<T>(method: 'GET' | 'POST', path: string, body?: object) {
        const reply = await fetch(`${address}/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
        return (await reply.json()) as T
      },
      open: path => fetch(`${address}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } }),
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM')
        await ended
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function addressOf(folder: string, child: ChildProcess, output: () => string): Promise<string> {
  while (child.exitCode === null) {
    const address = await readFile(join(folder, 'address'), 'utf8').catch(() => '')
    if (address !== '' && output().includes('listens on')) return address.trim()
    await delay(20)
  }
  throw new Error(`the server did not start: ${output()}`)
}

async function firstKey(address: string, folder: string): Promise<string> {
  const token = (await readFile(join(folder, 'first-admin-token'), 'utf8')).trim()
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${address}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const person = { token, email: 'bench@example.org', name: 'Bench', password: 'correct horse battery' }
  const made = await post('/first-admin', person)
  const cookie = made.headers.getSetCookie().join('; ').split(';')[0] ?? ''
  const key = await post('/api-keys', { title: 'bench' }, { cookie })
  return ((await key.json()) as { secret: string }).secret
}

/** Clock ticks are hundredths of a second on every Linux that Node runs on. */
const TICKS = 100

function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = statOf(pid)
    // User and system time, and that of children that have ended: backends come and go.
    return sum + fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) / TICKS
  }, 0)
}

/** Fields of /proc/PID/stat from the state on, behind the name in parentheses. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

function postgresOf(folder: string): number[] {
  const postmaster = Number(readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return [postmaster, ...all.filter(pid => Number(statOf(pid)[1]) === postmaster)]
}
