import type { Facts } from '@patchyard/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../testing/test-database.ts'
import { lookalikeStatement } from './lookalike.ts'

const ASSETS = 20_000
const digest = (text: string): string => `encode(sha256(${text}::bytea), 'hex')`
const short = (text: string): string => `substring(sha256((${text})::bytea) from 1 for 16)`

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await db.owner(`insert into subscription (public_id, name, licence_kind, created_at)
                  values (gen_random_uuid(), 'S', 'full', '2026-01-01')`)
  await db.owner(`set app.subscription = '1';
    insert into asset (subscription_id, public_id, name, name_folded, platform, created_at, smbios, machine_id, rootfs)
    select 1, gen_random_uuid(), 'host-' || i, 'host-' || i, 'linux', '2026-01-01',
           ${short("case when i % 2 = 0 then 'bios-' || i else 'to be filled by o.e.m.' end")},
           ${short("'machine-' || i")}, ${short("'rootfs-' || i")}
      from generate_series(1, ${ASSETS}) i;
    insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot, seen_at)
    select asset_id, 1, gen_random_uuid(), sha256(asset_id::text::bytea), 'active', '2026-01-01', 0, '', '', '', '2026-01-01'
      from asset;
    reset app.subscription`)
  await db.owner('analyze')
})
afterAll(() => db[Symbol.asyncDispose]())

async function facts(of: { smbios: string; machine: string; rootfs: string }): Promise<Facts> {
  const [row] = await db.owner<{ smbios: string; machineId: string; rootfs: string }>(
    `select ${digest('$1::text')} as smbios, ${digest('$2::text')} as "machineId", ${digest('$3::text')} as rootfs`,
    [of.smbios, of.machine, of.rootfs],
  )
  return row as Facts
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: PlanNode[]
}

const nodes = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]

describe('which asset a newcomer looks like, among 20,000, asked as the app role', () => {
  it.each([
    ['nobody', { smbios: 'other', machine: 'other', rootfs: 'other' }, null],
    ['one with the same hardware', { smbios: 'bios-12000', machine: 'other', rootfs: 'other' }, 'host-12000'],
    ['one with the same disk', { smbios: 'other', machine: 'machine-777', rootfs: 'rootfs-777' }, 'host-777'],
    ['ten thousand', { smbios: 'to be filled by o.e.m.', machine: 'other', rootfs: 'other' }, 'host-1'],
  ])('%s: found by index, without reading more than a few rows', async (_, of, name) => {
    const newcomer = await facts(of)
    await db.database.inSubscription(1, async trx => {
      const found = await lookalikeStatement(newcomer).execute(trx)
      const id = found.rows[0]?.asset_id ?? 0
      const asset = await trx.selectFrom('asset').select('name').where('asset_id', '=', id).executeTakeFirst()
      expect(asset?.name ?? null).toBe(name)
      const explained = await sql<{ 'QUERY PLAN': { Plan: PlanNode }[] }>`
        explain (analyze, format json) ${lookalikeStatement(newcomer)}`.execute(trx)
      const plan = nodes(explained.rows[0]?.['QUERY PLAN'][0]?.Plan as PlanNode)
      expect(plan.filter(n => n['Node Type'] === 'Seq Scan')).toEqual([])
      expect(Math.max(...plan.map(n => n['Actual Rows'] * n['Actual Loops']))).toBeLessThanOrEqual(2)
    })
  })
})
