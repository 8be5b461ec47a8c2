import { spawn } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, uptime } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqliteJournal } from './adapters/sqlite-journal.ts'
import { createFakeServer, type FakeServer } from './testing/fake-server.ts'
import { type HttpsFakeServer, serveHttps } from './testing/https-fake-server.ts'
import { createSeededRandom } from './testing/seeded-random.ts'

// The program as one file, as it is shipped, against a server with real TLS on loopback. Nothing is installed on this machine.

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
/** From agent-protocol §11. */
const KEY =
  'pyak1_aaaaaaj2nitu3llkrcm4gk6zeizp74yv5avbgcafwk767ybjmcyn7k24zabqgaydambqgaydambqgaydambqgaydambqgaydambqgaydambqhutp7r6a'
let server: FakeServer
let door: HttpsFakeServer
let folder: string

beforeAll(async () => {
  server = createFakeServer({ nowMs: () => Date.now(), random: createSeededRandom('program') })
  door = await serveHttps(server)
  folder = mkdtempSync(join(tmpdir(), 'patchyard-program-'))
  await build({
    entryPoints: [main],
    outfile: program(),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['node:*'],
    logLevel: 'error',
  })
})
afterAll(() => {
  door.close()
  rmSync(folder, { recursive: true, force: true })
})

const caPin = () => {
  const key = new X509Certificate(door.ca).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest()
}
const program = () => join(folder, 'patchyard-agent.mjs')
const state = () => join(folder, 'state')

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [program(), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => void (output.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (output.stderr += chunk.toString()))
  return { child, output }
}

async function run(args: readonly string[], env?: NodeJS.ProcessEnv) {
  const { child, output } = start(args, env)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

/** As if this host had just been scanned: the tests ask no mirror for its lists. */
function pretendScanned(): void {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().replaceAll('-', '')
  const journal = openSqliteJournal(join(state(), 'journal.db'))
  journal.write(tx =>
    tx.set('scan', {
      trigger: 'start',
      startedMs: 1,
      finishedMs: 2,
      startedUptimeS: uptime(),
      boot,
      status: 'ok',
      unreported: true,
      rebootNeeded: false,
      servedScanAfter: 0,
      additions: [],
    }),
  )
  journal.close()
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 20))
}

// Each starts Node several times; a machine busy with other tests takes seconds for one.
describe('patchyard-agent', { timeout: 120_000 }, () => {
  it.each([
    [[], 2, 'VERB'],
    [['frobnicate'], 2, 'VERB'],
    [['enroll'], 2, '--key'],
    [['enroll', '--key', KEY], 2, '--server'],
    [['enroll', '--sever', 'https://localhost'], 2, '--sever'],
    [['enroll', '--server', 'https://localhost', '--key', 'pyak1_nonsense'], 2, 'not an activation key'],
    [['enroll', '--server', 'http://patchyard.example.org', '--key', KEY], 2, 'not encrypted'],
    [['enroll', '--server', 'https://localhost', '--key', KEY, '--state', '/proc/1/nowhere'], 6, 'cannot be made'],
    [['enroll', '--server', 'https://localhost', '--key', KEY, '--state', main], 6, 'is not a folder'],
  ])('%j ends with %i and says %j', async (args, code, text) => {
    const result = await run(args)
    expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(text)])
  })

  it('refuses a server that does not show the CA of the key, and sends it nothing', async () => {
    const key = server.activationKey(new Uint8Array(32))
    const result = await run(['enroll', '--server', door.url, '--key', key, '--state', state(), '--wait', '0'])
    expect([result.code, result.stderr]).toEqual([5, expect.stringContaining('does not show the CA')])
    expect(server.agents.size).toBe(0)
  })

  it('enrols with the CA that the activation key pins; the key comes from a file', async () => {
    const keyFile = join(folder, 'key')
    writeFileSync(keyFile, `${server.activationKey(caPin())}\n`)
    const result = await run(['enroll', '--server', door.url, '--key-file', keyFile, '--state', state()])
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('it is active') })
    expect(server.agents.size).toBe(1)
    expect(readdirSync(state())).not.toContain('activation.key')
    const again = await run(['enroll', '--server', door.url, '--key-file', keyFile, '--state', state()])
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('is enrolled as')])
  })

  it('runs: reports, hears the bell, is alone, says its status, and stops at once when told', async () => {
    const [record] = server.agents.values()
    if (record === undefined) throw new Error('nobody is enrolled')
    pretendScanned()
    const { child, output } = start(['run', '--state', state()])
    try {
      await until(() => door.bells.size === 1 && record.reports.length === 1)
      const before = record.checkIns.length
      await new Promise(resolve => setTimeout(resolve, 1100))
      door.ring()
      await until(() => record.checkIns.length > before)

      const second = await run(['run', '--state', state()])
      expect([second.code, second.stderr]).toEqual([6, expect.stringContaining(`process ${child.pid}`)])
      const status = await run(['status', '--json', '--state', state()])
      expect(JSON.parse(status.stdout)).toMatchObject({
        enrolled: true,
        running: true,
        standing: 'active',
        agent: record.id,
      })
      const doctor = await run(['doctor', '--json', '--state', state()])
      const checks = (JSON.parse(doctor.stdout) as { checks: { name: string; verdict: string }[] }).checks
      expect(
        checks
          .filter(one => one.name.startsWith('POST ') || one.name === 'clock' || one.name === 'key')
          .map(one => one.verdict),
      ).toEqual(['ok', 'ok', 'ok'])
    } finally {
      child.kill('SIGTERM')
      const [code] = (await once(child, 'close')) as [number | null]
      // Invariant I20: it ends by itself; a signal that had to end it would be no code.
      expect(code, output.stderr).toBe(0)
    }
  })

  it('a new key is introduced at the next start', async () => {
    const [record] = server.agents.values()
    if (record === undefined) throw new Error('nobody is enrolled')
    const before = record.key.keyid
    expect((await run(['rekey', '--state', state()])).code).toBe(0)
    const { child } = start(['run', '--state', state()])
    await until(() => record.key.keyid !== before && record.checkIns.length > 0)
    await until(() => !readdirSync(state()).includes('next.key'))
    child.kill('SIGTERM')
    await once(child, 'close')
    expect((await run(['status', '--state', state()])).code).toBe(0)
  })

  it('generalize leaves no identity; with a key the next start enrols anew', async () => {
    const result = await run(['generalize', '--key', server.activationKey(caPin()), '--state', state()])
    expect(result.code).toBe(0)
    const journal = readFileSync(join(state(), 'journal.db')).toString('latin1')
    for (const record of server.agents.values()) expect(journal).not.toContain(record.id)
    expect((await run(['status', '--state', state()])).code).toBe(3)
    pretendScanned()
    const { child } = start(['run', '--state', state()])
    await until(() => server.agents.size === 2)
    child.kill('SIGTERM')
    await once(child, 'close')
    expect((await run(['status', '--state', state()])).code).toBe(0)
  })
})
