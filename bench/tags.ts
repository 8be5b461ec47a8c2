import { readdirSync, readFileSync } from 'node:fs'
import type { TagRule } from '@patchyard/api'
import { tagsUnderTest } from '@patchyard/server/testing'
import pg from 'pg'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'
import { Dice } from './fleet-data/dice.ts'
import { type FleetDatabase, openFleetDatabase } from './fleet-data/fleet-database.ts'
import { benchNowMs, fullSizes, sizesOf } from './fleet-data/sizes.ts'

const RULES = 100
const CHANGES = Number(process.env['PATCHYARD_BENCH_RUNS'] ?? 200)
const WARM_UP = 20

const share = Number(process.env['PATCHYARD_BENCH_SHARE'] ?? 1)
const sizes = share === 1 ? fullSizes : sizesOf(share)

const query = (text: string): TagRule => ({ kind: 'query', query: text })

/** What people make rules of: a fifth asks for software, a tenth for other tags. */
function ruleOf(n: number): TagRule {
  const dice = new Dice(`rule ${n}`)
  const digit = dice.int(10)
  const kinds: readonly TagRule[] = [
    { kind: 'namePattern', pattern: `*-${digit}${dice.int(10)}*` },
    { kind: 'software', name: 'openssl', operator: '<', version: `3.0.${digit}` },
    query(`osFamily:debian and missingCriticalCount>${digit}`),
    { kind: 'ipRange', range: `10.${dice.int(200)}.0.0/16` },
    query(`operatingSystem:"Ubuntu" and kernel:"${digit}*"`),
    query(`hardware.manufacturer:Dell* and missingPatchCount>${digit * 10}`),
    { kind: 'software', name: `nginx`, operator: '>=', version: `1.${digit}` },
    query(`scanStatus:Failed or rebootPending:true and not osVersion<${digit}`),
    query(`tags.name:prod and not tags.name:frozen and platform:Linux and missingPatchCount>${digit}`),
    {
      kind: 'group',
      match: 'all',
      rules: [
        { kind: 'os', os: 'Windows*' },
        { kind: 'group', match: 'none', rules: [{ kind: 'ipRange', range: '10.0.0.0 - 10.7.255.255' }] },
      ],
    },
  ]
  return kinds[n % kinds.length] as TagRule
}

const whole: readonly (readonly [string, TagRule])[] = [
  ['every asset', query('name:*')],
  ['a quarter by its system', query('osFamily:debian')],
  ['software below a version', { kind: 'software', name: 'openssl', operator: '<', version: '3.0.11' }],
  ['an IP range', { kind: 'ipRange', range: '10.0.0.0/12' }],
  ['other tags', query('tags.name:prod and not tags.name:frozen')],
]

export const bench: Bench = {
  about: 'Rules of dynamic tags: asked of the whole fleet when they are stored, and of one asset when it changes.',
  data: `${sizes.assets[0]} assets as in the bench "query". New rules one after the other, each in the transaction that stores it. Then ${RULES} rules, two in ten about software of 500 packages and one in ten about other tags, asked of one asset that has changed everything, and of one whose scan found only other packages; ${CHANGES} assets after ${WARM_UP}. CPU is processor time for one run, of PostgreSQL and of this process.`,
  async run() {
    await using fleet = await openFleetDatabase(sizes)
    const owner = new pg.Client(fleet.owner)
    await owner.connect()
    const figures: Figure[] = []
    try {
      await forget(owner)
      const tags = tagsUnderTest(fleet.database, 1, benchNowMs)
      for (const [name, rule] of whole) {
        const began = now(fleet)
        await tags.create(`bench ${name}`, rule)
        const { wallMs, databaseMs } = since(fleet, began)
        figures.push({ name: `new rule over all, ${name}`, value: wallMs, unit: 'ms', atMost: 3000 })
        figures.push({ name: `new rule over all, ${name}: PostgreSQL CPU`, value: databaseMs, unit: 'ms' })
      }
      await forget(owner)
      for (let n = 0; n < RULES; n++) await tags.create(`bench ${n}`, ruleOf(n))
      const { rows } = await owner.query<{ id: number }>(
        `select asset_id::int as id from asset where subscription_id = 1 order by md5(asset_id::text) limit $1`,
        [WARM_UP + CHANGES],
      )
      const ids = rows.map(row => row.id)
      for (const [name, change] of [
        ['everything changed', tags.assetsChanged],
        ['packages changed', (asset: readonly number[]) => tags.assetsChanged(asset, ['software', 'scan'])],
      ] as const) {
        const times: number[] = []
        let began = now(fleet)
        for (const [i, id] of ids.entries()) {
          if (i === WARM_UP) began = now(fleet)
          const from = performance.now()
          await change([id])
          if (i >= WARM_UP) times.push(performance.now() - from)
        }
        const { processMs, databaseMs } = since(fleet, began)
        figures.push(
          { name: `one asset, ${RULES} rules, ${name}: p50`, value: quantile(times, 0.5), unit: 'ms' },
          { name: `one asset, ${RULES} rules, ${name}: p95`, value: quantile(times, 0.95), unit: 'ms' },
          { name: `one asset, ${name}: CPU of both`, value: (processMs + databaseMs) / CHANGES, unit: 'ms', atMost: 5 },
          { name: `one asset, ${name}: CPU here`, value: processMs / CHANGES, unit: 'ms' },
          { name: `one asset, ${name}: PostgreSQL CPU`, value: databaseMs / CHANGES, unit: 'ms' },
        )
      }
      return figures
    } finally {
      await forget(owner)
      await owner.end()
    }
  },
}

/** The data set is kept for other benches: as it was. */
async function forget(owner: pg.Client): Promise<void> {
  const ours = `select id from tag where name like 'bench %'`
  await owner.query(`delete from asset_tag where tag_id in (${ours})`)
  await owner.query(`delete from tag_above where tag_id in (${ours})`)
  await owner.query(`delete from tag where id in (${ours})`)
  await owner.query(`delete from asset_weigh`)
  await owner.query(`vacuum analyze asset_tag`)
}

interface Moment {
  readonly atMs: number
  readonly cpu: NodeJS.CpuUsage
  readonly databaseMs: number
}

const now = (fleet: FleetDatabase): Moment => ({
  atMs: performance.now(),
  cpu: process.cpuUsage(),
  databaseMs: processorMs(fleet),
})

function since(fleet: FleetDatabase, began: Moment) {
  const { user, system } = process.cpuUsage(began.cpu)
  return {
    wallMs: performance.now() - began.atMs,
    processMs: (user + system) / 1000,
    databaseMs: processorMs(fleet) - began.databaseMs,
  }
}

/** Of the postmaster's children that live now; /proc/PID/schedstat counts nanoseconds on a processor. */
function processorMs(fleet: FleetDatabase): number {
  let ms = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      if (parent === fleet.pid) ms += Number(readFileSync(`/proc/${name}/schedstat`, 'utf8').split(' ')[0]) / 1e6
    } catch {
      // It has ended meanwhile.
    }
  }
  return ms
}
