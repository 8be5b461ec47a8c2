import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Client, createClient, type JobDetail, type Task } from '@patchyard/api'
import { type ServerProcess, startServerProcess, temporaryDataFolder } from '@patchyard/server/testing/process'
import type { HostAccess, HostBind, TestHost, TestNetwork } from '@patchyard/testkit/hosts'

const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** What a managed host needs to see: the agent as one file, and the Node that runs the tests. */
export const agentBinds: readonly HostBind[] = [
  { from: `${checkout}dist/agent`, to: '/opt/patchyard-agent' },
  { from: dirname(process.execPath), to: '/opt/node' },
]

/** A real server on a test network, reached by HTTPS under its own authority, and its first administrator. */
export interface Site extends AsyncDisposable {
  readonly server: ServerProcess
  readonly client: Client
  readonly url: string
  /** Kills the server (or stops it) and starts it again on the same data and address. */
  restart(signal: NodeJS.Signals): Promise<void>
  /** Enrols the host and starts its agent as a unit of systemd. Returns the id of its asset once the first scan is there. */
  manage(host: TestHost, enrolOptions?: readonly string[]): Promise<string>
}

export async function startSite(network: TestNetwork): Promise<Site> {
  const data = await temporaryDataFolder()
  const port = 20_000 + (process.pid % 20_000)
  const url = `https://${network.serverName}:${port}`
  const args = ['--listen', network.serverAddress, '--port', String(port), '--public-url', url]
  let server = await startServerProcess({ dataDir: data.path, args })
  const ca = await fetchCa(network.serverAddress, port)
  const agent = new Agent({ ca, keepAlive: true })
  const send = (target: string, init: { method: string; headers: Record<string, string>; body?: string }) =>
    new Promise<Answered>((resolve, reject) => {
      const { pathname, search } = new URL(target)
      const bytes = Buffer.from(init.body ?? '')
      const asked = request(
        {
          host: network.serverAddress,
          servername: network.serverName,
          port,
          path: `${pathname}${search}`,
          method: init.method,
          headers: {
            ...init.headers,
            host: `${network.serverName}:${port}`,
            ...(init.body === undefined ? {} : { 'content-length': bytes.length }),
          },
          agent,
        },
        reply => {
          const chunks: Buffer[] = []
          reply.on('data', (chunk: Buffer) => chunks.push(chunk))
          reply.on('error', reject)
          reply.on('end', () =>
            resolve({
              status: reply.statusCode ?? 0,
              cookies: reply.headers['set-cookie'] ?? [],
              text: () => Promise.resolve(Buffer.concat(chunks).toString('utf8')),
            }),
          )
        },
      )
      asked.on('error', reject)
      asked.end(init.body === undefined ? undefined : bytes)
    })
  const apiKey = await firstKey(url, send, (await readFile(`${data.path}/first-admin-token`, 'utf8')).trim())
  const client = createClient({ baseUrl: url, send, apiKey })
  return {
    get server() {
      return server
    },
    client,
    url,
    async restart(signal) {
      await server.stop(signal)
      server = await startServerProcess({ dataDir: data.path, args })
    },
    async manage(host, enrolOptions = []) {
      const key = await client.call('createActivationKey', { body: { title: host.name } })
      await host.writeFile('/root/activation-key', key.text, '0600')
      await agentCommand(host, ['enroll', '--server', url, '--key-file', '/root/activation-key', ...enrolOptions])
      await host.writeFile('/etc/systemd/system/patchyard-agent.service', await unitFile())
      await host.sh('rm /root/activation-key; systemctl daemon-reload; systemctl enable --now patchyard-agent')
      const asset = await eventually(`the first scan of ${host.name}`, async () => {
        const { items } = await client.call('listAssets', { query: { query: `name:\`${host.name}\`` } })
        return items.find(item => item.name === host.name && item.scanDateTime !== null)
      })
      return asset.id
    },
    async [Symbol.asyncDispose]() {
      agent.destroy()
      await server.stop()
      await data[Symbol.asyncDispose]()
    },
  }
}

/** The unit that the agent's package installs, with the program's path on the test host. */
async function unitFile(): Promise<string> {
  const unit = await readFile(`${checkout}packages/agent/packaging/patchyard-agent.service`, 'utf8')
  return unit
    .replaceAll('/usr/lib/patchyard-agent/patchyard-agent.mjs', '/opt/patchyard-agent/patchyard-agent.mjs')
    .replaceAll('/usr/lib/patchyard-agent/node', '/opt/node/node')
}

/** @throws Error with what the agent said. */
export async function agentCommand(host: HostAccess, args: readonly string[]): Promise<string> {
  const result = await host.exec(['/opt/node/node', '/opt/patchyard-agent/patchyard-agent.mjs', ...args], {
    timeoutMs: 120_000,
  })
  if (result.status !== 0) throw new Error(`agent ${args[0] ?? ''}: ${String(result.status)} ${result.stderr}`)
  return result.stdout
}

/** The authority's certificate, taken without trust: what the activation key's pin is for on real hosts. */
async function fetchCa(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path: '/ca.crt', rejectUnauthorized: false }, reply => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (chunk: string) => (text += chunk))
      reply.on('end', () => resolve(text))
    })
    asked.on('error', reject)
    asked.end()
  })
}

interface Answered {
  readonly status: number
  readonly cookies: readonly string[]
  text(): Promise<string>
}
type SendText = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Answered>

async function firstKey(url: string, send: SendText, token: string): Promise<string> {
  let cookie = ''
  const withCookie: SendText = (target, init) => send(target, { ...init, headers: { ...init.headers, cookie } })
  const anonymous = createClient({ baseUrl: url, send })
  const password = 'a password of the test'
  await anonymous.call('createFirstAdmin', { body: { token, email: 'admin@example.org', name: 'Admin', password } })
  cookie = await sessionCookie(url, send, password)
  const signedIn = createClient({ baseUrl: url, send: withCookie })
  return (await signedIn.call('createApiKey', { body: { title: 'host tests' } })).secret
}

async function sessionCookie(url: string, send: SendText, password: string): Promise<string> {
  const reply = await send(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@example.org', password }),
  })
  return reply.cookies.map(text => text.split(';')[0] ?? '').join('; ')
}

/** Asks again until there is an answer; two minutes at most. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 120_000): Promise<T> {
  const until = performance.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > until) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`)
    await delay(250)
  }
}

/** The job once no task of it is open, and the tasks of its last run. */
export async function ended(
  client: Client,
  jobId: string,
  timeoutMs = 240_000,
): Promise<{ job: JobDetail; tasks: readonly Task[] }> {
  const job = await eventually(
    'the end of the job',
    async () => {
      const now = await client.call('getJob', { params: { id: jobId } })
      // The job is closed in a transaction of its own, just after its last task.
      return now.tasks.open === 0 && now.status !== 'enabled' ? now : undefined
    },
    timeoutMs,
  )
  const run = job.runs[0]
  const tasks = run === undefined ? [] : (await client.call('listRunTasks', { params: { id: run.id } })).items
  return { job, tasks }
}

/** Ids of what the server says is missing on an asset. */
export async function missing(client: Client, assetId: string, security?: boolean) {
  const page = await client.call('listFindings', {
    params: { id: assetId },
    query: { status: 'missing', limit: 500, ...(security === undefined ? {} : { security }) },
  })
  return page.items
}
