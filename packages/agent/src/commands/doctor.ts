import { parseArgs } from 'node:util'
import { messages } from '@patchyard/protocol'
import { build } from '../agent-version.ts'
import type { ConnectionState } from '../core/journal/schema.ts'
import { newestRoot } from '../core/journal/newest-root.ts'
import { loadSigners } from '../core/identity.ts'
import { messageOf } from '../core/message-of.ts'
import { unsignedRequest } from '../core/line/requests.ts'
import type { PackageManager } from '../core/ports/package-manager.ts'
import { isThere } from '../adapters/given-file.ts'
import { createNodeDisk } from '../adapters/node-disk.ts'
import { createSystemClock } from '../adapters/system-clock.ts'
import { openSqliteJournalReadOnly } from '../adapters/sqlite-journal.ts'
import { openStateFolder, type StateFolder } from '../adapters/state-folder.ts'
import { type Machine, openMachine, openNetwork, serverAddress } from '../wiring.ts'
import { stateOption, statePath } from './common-options.ts'
import { exitCodes, type VerbResult } from './exit-codes.ts'

export const doctorUsage = `patchyard-agent doctor [--json] [--repositories] [--server URL] [--state DIR]

Checks what an agent needs: its folder and key, the addresses it must reach, TLS, the clock, the package manager; with
--repositories (takes as long as a scan) also those of the package manager. Ends with 1 when one of them fails.
`

export type Verdict = 'ok' | 'warn' | 'fail'

export interface Check {
  readonly name: string
  readonly verdict: Verdict
  /** One sentence; with `fail`, what to do. */
  readonly detail: string
}

/** More than this between our clock and the server's and nothing begins (agent-protocol §7.3). */
const CLOCK_OFF_MS = 300_000
/** The journal, its room for outcomes and a report. */
const ROOM_BYTES = 64 * 1024 * 1024

export async function doctorVerb(args: readonly string[], env: NodeJS.ProcessEnv): Promise<VerbResult> {
  const options = {
    ...stateOption,
    json: { type: 'boolean' },
    server: { type: 'string' },
    repositories: { type: 'boolean' },
  } as const
  const { values } = parseArgs({ args: [...args], options, strict: true })
  const checks: Check[] = []
  const path = statePath(values.state, env)
  const folder = isThere(path) ? attempt(checks, 'state folder', () => openStateFolder(path)) : null
  if (!isThere(path))
    checks.push({ name: 'state folder', verdict: 'warn', detail: `${path} is not there yet; "enroll" makes it` })
  if (folder !== null) await checkRoom(checks, folder)
  const connection = folder === null ? null : checkJournal(checks, folder)
  const address = connection ?? (values.server === undefined ? null : unsaved(values.server))
  if (address === null)
    checks.push({ name: 'server', verdict: 'warn', detail: 'not enrolled yet; name one with --server to check it' })
  else await checkServer(checks, address, env)
  const machine = await openMachine()
  await checkPackageManager(checks, machine)
  if (values.repositories === true && machine.packages !== null) await checkRepositories(checks, machine.packages)
  const failed = checks.some(one => one.verdict === 'fail')
  return {
    exitCode: failed ? exitCodes.failed : exitCodes.ok,
    stdout: values.json === true ? `${JSON.stringify({ ok: !failed, checks }, null, 2)}\n` : asText(checks),
    stderr: '',
  }
}

function attempt<T>(
  checks: Check[],
  name: string,
  work: () => T,
  detail: (value: T) => string = () => 'safe',
): T | null {
  try {
    const value = work()
    checks.push({ name, verdict: 'ok', detail: detail(value) })
    return value
  } catch (error) {
    checks.push({ name, verdict: 'fail', detail: messageOf(error) })
    return null
  }
}

async function checkRoom(checks: Check[], folder: StateFolder): Promise<void> {
  const free = await createNodeDisk().freeBytes(folder.path)
  const detail = `${Math.floor(free / 1024 / 1024)} MiB free`
  checks.push({
    name: 'disk',
    verdict: free >= ROOM_BYTES ? 'ok' : 'fail',
    detail: `${detail} for the agent's journal`,
  })
}

function unsaved(server: string): ConnectionState {
  return { server, ca: null, proxy: null, noProxy: null, allowPlainHttp: false, allowUnauthenticated: false }
}

function checkJournal(checks: Check[], folder: StateFolder): ConnectionState | null {
  let journal: ReturnType<typeof openSqliteJournalReadOnly>
  try {
    journal = openSqliteJournalReadOnly(folder.journalPath)
  } catch {
    checks.push({
      name: 'enrolment',
      verdict: 'warn',
      detail: 'this host is not enrolled; run "patchyard-agent enroll"',
    })
    return null
  }
  try {
    const seen = journal.read(view => ({
      connection: view.get('connection'),
      identity: view.get('identity'),
      answer: view.get('answer'),
      root: newestRoot(view),
    }))
    if (seen.identity?.agent == null) {
      checks.push({
        name: 'enrolment',
        verdict: 'warn',
        detail: 'begun, not finished; run "patchyard-agent enroll" again',
      })
      return seen.connection
    }
    checks.push({
      name: 'enrolment',
      verdict: 'ok',
      detail: `enrolled as ${seen.identity.agent}, ${seen.answer?.standing ?? 'no answer yet'}`,
    })
    attempt(
      checks,
      'key',
      () => loadSigners({ journal, secrets: { ...folder.secrets, promoteNextKey: () => {} } }),
      () => 'it is the one that was enrolled',
    )
    const expires = seen.root?.expires ?? 0
    const daysLeft = Math.floor((expires - createSystemClock().nowMs()) / 86_400_000)
    checks.push({
      name: 'root',
      verdict: daysLeft > 0 ? 'ok' : 'fail',
      detail: `version ${seen.root?.version ?? 0}, ${daysLeft} days left`,
    })
    return seen.connection
  } finally {
    journal.close()
  }
}

/** The one address that an agent needs, asked the way it asks: proxy, TLS, then `hello`. */
async function checkServer(checks: Check[], connection: ConnectionState, env: NodeJS.ProcessEnv): Promise<void> {
  const address = attempt(
    checks,
    'server address',
    () => serverAddress(connection, env),
    found => `${found.url.origin}${found.proxy === null ? '' : ` through ${found.proxy.host}`}`,
  )
  if (address === null) return
  const clock = createSystemClock()
  const network = openNetwork(connection, env)
  try {
    const request = unsignedRequest({ ports: { clock }, build }, '/agent/v1/hello', { from: 1 })
    const reply = await network.exchange(request)
    const { protocol } = messages.helloReply.parse(reply.body)
    const speaks = protocol.includes(1)
    checks.push({
      name: `POST ${address.url.origin}/agent/v1/*`,
      verdict: speaks ? 'ok' : 'fail',
      detail: speaks ? 'a Patchyard server answers' : 'it does not speak protocol version 1',
    })
    checkClock(checks, reply.headers['date'], clock.nowMs())
  } catch (error) {
    checks.push({ name: `POST ${address.url.origin}/agent/v1/*`, verdict: 'fail', detail: messageOf(error) })
  } finally {
    network.close()
  }
}

/** Only a hint: the header is unsigned. What counts is the time of signed answers. */
function checkClock(checks: Check[], header: string | undefined, nowMs: number): void {
  const serverMs = header === undefined ? Number.NaN : Date.parse(header)
  if (Number.isNaN(serverMs)) {
    checks.push({ name: 'clock', verdict: 'warn', detail: 'the server does not say its time' })
    return
  }
  const offS = Math.round((nowMs - serverMs) / 1000)
  const good = Math.abs(offS) * 1000 <= CLOCK_OFF_MS
  checks.push({
    name: 'clock',
    verdict: good ? 'ok' : 'fail',
    detail: good ? `${offS} s from the server's` : `${offS} s from the server's; nothing begins until it is right`,
  })
}

async function checkPackageManager(checks: Check[], machine: Machine): Promise<void> {
  const { packages } = machine
  if (packages === null) {
    checks.push({
      name: 'package manager',
      verdict: 'fail',
      detail: 'none that the agent knows (apt, dnf, yum, zypper)',
    })
    return
  }
  const audit = await packages.audit().catch((error: unknown) => messageOf(error))
  if (typeof audit === 'string')
    checks.push({ name: 'package manager', verdict: 'fail', detail: `${packages.id}: ${audit}` })
  else {
    const first = audit.problems[0]
    const broken = first === undefined ? '' : `${first.package ?? 'database'}: ${first.detail}`
    checks.push({
      name: 'package manager',
      verdict: audit.clean ? 'ok' : 'warn',
      detail: audit.clean ? `${packages.id}, its database is clean` : `${packages.id}: ${broken}`,
    })
  }
  const holder = await packages.whoHoldsLock().catch(() => null)
  if (holder !== null)
    checks.push({
      name: 'package lock',
      verdict: 'warn',
      detail: `${holder.program ?? 'another program'} holds ${holder.path}`,
    })
}

/** The other addresses that a host needs, as its package manager knows them: how their last refresh went. */
async function checkRepositories(checks: Check[], packages: PackageManager): Promise<void> {
  const scan = await packages.scan({ refresh: false, refreshTimeoutMs: 0, timeoutMs: 600_000, lockWaitMs: 10_000 })
  for (const one of scan.repositories) {
    const verdict: Verdict = one.error !== null ? 'fail' : one.authenticated ? 'ok' : 'warn'
    const detail =
      one.error ??
      (one.authenticated ? 'asked by the package manager itself' : 'not authenticated: shown, never installed from')
    checks.push({ name: `repository ${one.url}`, verdict, detail })
  }
}

function asText(checks: readonly Check[]): string {
  const mark = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' }
  return checks.map(one => `${mark[one.verdict]}  ${one.name}: ${one.detail}\n`).join('')
}
