import { spawnSync } from 'node:child_process'
import { cp, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, test } from 'vitest'
import type { PoolTarget } from '../database/pool.ts'
import { testDatabase } from '../testing/index.ts'
import { postgresOf } from '../testing/postgres-of.ts'
import { runServerProcess, startServerProcess, temporaryDataFolder } from '../testing/server-process.ts'

const ready = async (address: string): Promise<number> =>
  (await fetch(`${address}/readyz`).catch(() => ({ status: 0 }))).status

async function until(holds: () => Promise<boolean>, ms = 20_000): Promise<number> {
  const since = performance.now()
  while (!(await holds())) {
    if (performance.now() - since > ms) throw new Error(`did not happen within ${ms} ms`)
    await delay(20)
  }
  return performance.now() - since
}

describe('a server with its own database', () => {
  it('starts, stops on SIGTERM with status 0, and starts again on the same data', async () => {
    await using data = await temporaryDataFolder()
    const first = await startServerProcess({ dataDir: data.path })
    expect(await ready(first.address)).toBe(200)
    expect(await first.stop()).toBe(0)
    expect(await postgresOf(data.path)).toBeNull()
    await expect(stat(join(data.path, 'address'))).rejects.toThrow('ENOENT')
    const again = await startServerProcess({ dataDir: data.path })
    expect(await ready(again.address)).toBe(200)
    expect(await again.stop('SIGINT')).toBe(0)
  })

  it('comes back by itself when PostgreSQL is killed, and says busy meanwhile', async () => {
    await using data = await temporaryDataFolder()
    const server = await startServerProcess({ dataDir: data.path })
    const before = (await postgresOf(data.path)) ?? 0
    process.kill(before, 'SIGKILL')
    await until(async () => (await ready(server.address)) === 503)
    await until(async () => (await ready(server.address)) === 200)
    expect(await postgresOf(data.path)).not.toBe(before)
    expect(await server.stop()).toBe(0)
  })

  it('gives whoever sits at it a way back in, whether it runs or not', async () => {
    await using data = await temporaryDataFolder()
    const server = await startServerProcess({ dataDir: data.path })
    const reset = (...more: string[]): string => {
      const cli = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url))
      const args = [cli, 'admin', 'reset', '--email', 'back@example.org', '--data', data.path, ...more]
      const done = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, DATABASE_URL: '' } })
      expect(`${done.status} ${done.stderr}`).toBe('0 ')
      return done.stdout
    }
    const use = async (address: string, printed: string): Promise<unknown> => {
      const token = /#token=(\S+)/.exec(printed)?.[1]
      const reply = await fetch(`${address}/api/v1/one-time-link`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, password: 'correct horse battery' }),
      })
      return reply.json()
    }
    const whileRunning = reset('--name', 'Back')
    expect(whileRunning).toContain(`${server.address}/set-password#token=`)
    expect(await use(server.address, whileRunning)).toMatchObject({ me: { name: 'Back', roles: ['administrator'] } })
    expect(await use(server.address, whileRunning)).toMatchObject({ code: 'one_time_link_refused' })
    expect(await server.stop()).toBe(0)
    const whileStopped = reset('--remove-second-factors')
    expect(whileStopped).toContain('does not run')
    const again = await startServerProcess({ dataDir: data.path })
    expect(await use(again.address, whileStopped)).toMatchObject({ me: { email: 'back@example.org' } })
    expect(await again.stop()).toBe(0)
  })

  it('enrols one demo fleet, however often it is started with --demo', async () => {
    await using data = await temporaryDataFolder()
    const agents = async (address: string): Promise<number> => {
      const demo = JSON.parse(await readFile(join(data.path, 'demo.json'), 'utf8')) as {
        apiKeys: { administrator: string }
      }
      const headers = { authorization: `Bearer ${demo.apiKeys.administrator}` }
      const reply = await fetch(`${address}/api/v1/agents?limit=1`, { headers })
      return ((await reply.json()) as { total: number }).total
    }
    const first = await startServerProcess({ dataDir: data.path, args: ['--demo'] })
    await until(async () => (await agents(first.address)) === 24, 60_000)
    expect(await first.stop()).toBe(0)
    const again = await startServerProcess({ dataDir: data.path, args: ['--demo'] })
    await until(async () => again.output().includes('is there already'))
    expect(again.output()).toContain('administrator@demo.example')
    expect(await agents(again.address)).toBe(24)
    expect(await again.stop()).toBe(0)
  })

  it('that was killed leaves a PostgreSQL which the next start ends, with its data', async () => {
    await using data = await temporaryDataFolder()
    const first = await startServerProcess({ dataDir: data.path })
    expect(await first.stop('SIGKILL')).toBe('SIGKILL')
    const orphan = await postgresOf(data.path)
    expect(orphan).not.toBeNull()
    const second = await startServerProcess({ dataDir: data.path })
    expect(second.output()).toContain('stopped a database left by a server that was killed')
    expect(second.output()).not.toContain('made a new database')
    expect(await postgresOf(data.path)).not.toBe(orphan)
    expect(await second.stop()).toBe(0)
  })

  it('starts after both were killed, also when another process has the old number', async () => {
    await using data = await temporaryDataFolder()
    const first = await startServerProcess({ dataDir: data.path })
    const postgres = (await postgresOf(data.path)) ?? 0
    await first.stop('SIGKILL')
    process.kill(postgres, 'SIGKILL')
    await until(async () => (await postgresOf(data.path)) === null)
    const pidFile = join(data.path, 'postgres', 'cluster', 'postmaster.pid')
    await writeFile(pidFile, `${process.pid}\n${data.path}/postgres/cluster\n1\n5432\n\n\n\nready\n`)
    const second = await startServerProcess({ dataDir: data.path })
    expect(await ready(second.address)).toBe(200)
    expect(await second.stop()).toBe(0)
  })

  it('is alone in its data folder', async () => {
    await using data = await temporaryDataFolder()
    const first = await startServerProcess({ dataDir: data.path })
    const second = runServerProcess({ dataDir: data.path })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/^data_folder_in_use: /)
    expect(await ready(first.address)).toBe(200)
    expect(await first.stop()).toBe(0)
  })

  it.each([
    ['whose path is too long for a socket', 'x'.repeat(100)],
    ['below a private one', 'data'],
  ])('takes a data folder %s', async (_what, name) => {
    await using data = await temporaryDataFolder()
    const dataDir = join(data.path, name)
    const server = await startServerProcess({ dataDir })
    expect(await ready(server.address)).toBe(200)
    expect(await server.stop()).toBe(0)
  })
})

describe('a server on a database that is given', () => {
  /** Both roles of the test cluster on a database of its own, as addresses. */
  const addressOf = (target: PoolTarget): string => {
    const address = new URL(`postgresql://socket.invalid/${target.database}`)
    address.username = target.user
    if (target.password !== undefined) address.password = target.password
    const isSocket = target.host.startsWith('/')
    if (!isSocket) address.host = `${target.host}:${target.port}`
    return isSocket
      ? `${address.href.replace('socket.invalid', '')}?host=${encodeURIComponent(target.host)}`
      : address.href
  }

  it('migrates it, starts no PostgreSQL, and two of them share it', async () => {
    await using db = await testDatabase({ empty: true })
    await using one = await temporaryDataFolder()
    await using two = await temporaryDataFolder()
    const env = { DATABASE_URL: addressOf(db.ownerTarget), DATABASE_APP_URL: addressOf(db.appTarget) }
    const first = await startServerProcess({ dataDir: one.path, env })
    await cp(one.path, two.path, { recursive: true })
    const second = await startServerProcess({ dataDir: two.path, env })
    expect(await Promise.all([ready(first.address), ready(second.address)])).toEqual([200, 200])
    expect(await postgresOf(one.path)).toBeNull()
    expect(await Promise.all([first.stop(), second.stop()])).toEqual([0, 0])
    const [{ count } = { count: 0 }] = await db.owner<{ count: number }>(
      'select count(*)::int as count from schema_migration',
    )
    expect(count).toBeGreaterThan(0)
  })

  it('is where the way back leads, whether it runs or not, and is not migrated beside a server that runs', async () => {
    await using db = await testDatabase({ empty: true })
    await using data = await temporaryDataFolder()
    const env = { DATABASE_URL: addressOf(db.ownerTarget), DATABASE_APP_URL: addressOf(db.appTarget) }
    const reset = (...more: string[]) => {
      const cli = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url))
      const args = [cli, 'admin', 'reset', '--email', 'back@example.org', '--data', data.path, ...more]
      return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } })
    }
    const server = await startServerProcess({ dataDir: data.path, env })
    const running = reset('--public-url', 'https://elsewhere.example.org')
    expect(running).toMatchObject({ status: 0, stderr: '' })
    expect(running.stdout).toContain(`${server.address}/set-password#token=`)
    expect(running.stdout).toContain('--public-url was not used')
    expect(await db.owner(`select email from person where email = 'back@example.org'`)).toHaveLength(1)

    const count = 'select count(*)::int as count from schema_migration'
    const [before] = await db.owner(count)
    await db.owner('alter table person rename column start_subscription_id to of_another_version')
    const older = reset()
    expect([older.status, older.stdout]).toEqual([1, ''])
    expect(older.stderr).toMatch(/^migration: the server that runs here is of another version[^\n]*\n[^\n]*\n$/)
    await db.owner('alter table person rename column of_another_version to start_subscription_id')
    expect((await db.owner(count))[0]).toEqual(before)

    expect(await server.stop()).toBe(0)
    expect(reset('--public-url', 'https://elsewhere.example.org').stdout).toContain(
      'https://elsewhere.example.org/set-password',
    )
  })

  it('does not start as a role that the wall does not hold', async () => {
    await using db = await testDatabase({ empty: true })
    await using data = await temporaryDataFolder()
    try {
      await db.owner(`alter role "${db.appTarget.user}" bypassrls`)
      const env = { DATABASE_URL: addressOf(db.ownerTarget), DATABASE_APP_URL: addressOf(db.appTarget) }
      const server = runServerProcess({ dataDir: data.path, env })
      expect(await server.ended).toBe(1)
      expect(server.output()).toMatch(/^database_role: the role \S+ has BYPASSRLS/m)
    } finally {
      await db.owner(`alter role "${db.appTarget.user}" nobypassrls`)
    }
  })
})

describe('a start that cannot be says what a person can do', () => {
  it.each([
    [['--port', '80a'], {}, /^config: --port: "80a" is not a port/],
    [[], { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, /^database_unreachable: .*127\.0\.0\.1/],
    [
      ['--tls-cert', '/nonexistent.pem', '--tls-key', '/nonexistent.key'],
      {},
      /^tls: \/nonexistent\.\w+ cannot be read/,
    ],
    [['--listen', '192.0.2.1', '--public-url', 'https://192.0.2.1:9'], {}, /listen: cannot listen on 192\.0\.2\.1/],
  ] as const)('%j', async (args, env, sentence) => {
    await using data = await temporaryDataFolder()
    const server = runServerProcess({ dataDir: data.path, args, env })
    expect(await server.ended).toBe(1)
    const errors = server
      .output()
      .split('\n')
      .filter(line => !line.startsWith('{'))
    expect(errors.join('\n')).toMatch(sentence)
    expect(server.output()).not.toMatch(/^ {4}at /m)
    expect(await postgresOf(data.path)).toBeNull()
  })
})

test('says which Node it needs before anything else is loaded', () => {
  const otherNode = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.4.0' } })`
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  const run = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(otherNode)}`, main], {
    encoding: 'utf8',
  })
  expect([run.status, run.stdout]).toEqual([1, ''])
  expect(run.stderr).toMatch(/^node_version: Patchyard runs on Node 24; this is 22\.4\.0\./)
})

test('speaks HTTPS with a certificate of its own when others are to reach it', async () => {
  await using data = await temporaryDataFolder()
  const server = await startServerProcess({
    dataDir: data.path,
    args: ['--public-url', 'https://localhost:0', '--listen', '127.0.0.1'],
  })
  expect(server.address).toMatch(/^https:\/\/localhost:\d+$/)
  const { X509Certificate } = await import('node:crypto')
  const { connect } = await import('node:tls')
  const ca = (await readFile(join(data.path, 'tls-authority.pem'), 'utf8')).split('-----BEGIN PRIVATE')[0] ?? ''
  const { port } = new URL(server.address)
  const peer = await new Promise<string>((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), servername: 'localhost', ca }, () => {
      resolve(socket.getPeerCertificate().raw.toString('base64'))
      socket.destroy()
    })
    socket.on('error', reject)
  })
  expect(new X509Certificate(Buffer.from(peer, 'base64')).checkHost('localhost')).toBe('localhost')
  const mode = (await stat(join(data.path, 'tls-authority.pem'))).mode & 0o777
  expect(mode).toBe(0o600)
  expect(await server.stop()).toBe(0)
})
