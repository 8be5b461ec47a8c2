import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { connectDatabase } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { DatabaseDiskFull } from '../database/errors.ts'
import { startServerProcess, type ServerProcess } from '../testing/server-process.ts'

// A small file system of its own for the data folder; needs root.

let folder: string
let server: ServerProcess
let database: Database
const target = (user: string) => ({ host: join(folder, 'd/postgres/run'), port: 5432, user, database: 'patchyard' })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchyard-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=755', 'tmpfs', folder])
  server = await startServerProcess({ dataDir: join(folder, 'd') })
  database = connectDatabase({
    target: target('patchyard_app'),
    clock: systemClock,
    random: systemRandom,
    leakproof: true,
  })
})

afterEach(async () => {
  await database.close()
  await server.stop()
  execFileSync('umount', [folder])
  rmSync(folder, { recursive: true, force: true })
})

const filler = (): string => join(folder, 'filler')

function fill(): void {
  const piece = Buffer.alloc(1 << 16)
  for (;;) {
    try {
      writeFileSync(filler(), piece, { flag: 'a' })
    } catch {
      return
    }
  }
}

const write = (): Promise<unknown> =>
  database.asOperator(trx =>
    sql`insert into used_nonce select uuid_send(gen_random_uuid()), ${new Date(0)} from generate_series(1, 50000)`.execute(
      trx,
    ),
  )
const count = async (): Promise<number> =>
  database.asOperator(
    async trx => (await sql<{ n: number }>`select count(*)::int as n from used_nonce`.execute(trx)).rows[0]?.n ?? -1,
  )
const ready = async (): Promise<number> => (await fetch(`${server.address}/readyz`).catch(() => ({ status: 0 }))).status

async function untilReady(): Promise<void> {
  for (const end = performance.now() + 60_000; (await ready()) !== 200; await delay(100)) {
    if (performance.now() > end) throw new Error(`not ready again: ${server.output().slice(-2000)}`)
  }
}

it('a full disk is said, reading goes on, and writing works again when there is room', async () => {
  await write()
  const before = await count()
  fill()
  await expect(write()).rejects.toBeInstanceOf(DatabaseDiskFull)
  expect(await count()).toBe(before)
  expect(await ready()).toBe(200)
  expect(server.output()).toMatch(/"sqlState":"53100".*No space left on device/)
  rmSync(filler())
  await write()
  expect(await count()).toBe(before + 50_000)
})

it('a full disk that stops even the log of the database is waited out, and nothing that was acknowledged is lost', async () => {
  await write()
  const before = await count()
  fill()
  const owner = new pg.Client(target('patchyard_owner'))
  owner.on('error', () => undefined)
  await owner.connect()
  let stopped = false
  for (let turn = 0; turn < 40 && !stopped; turn += 1) {
    stopped = await owner
      .query(`select pg_logical_emit_message(false, 'x', repeat('x', 1000000)), pg_switch_wal()`)
      .then(
        () => false,
        () => true,
      )
  }
  expect(stopped).toBe(true)
  await owner.end().catch(() => undefined)
  await delay(1000)
  rmSync(filler())
  await untilReady()
  expect(await count()).toBe(before)
  await write()
})
