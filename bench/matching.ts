import type { FindQuery } from '@patchyard/api'
import type { FixRecord } from '@patchyard/feeds'
import { assetsUnderTest, catalogUnderTest } from '@patchyard/server/testing'
import pg from 'pg'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'
import { openFleetDatabase } from './fleet-data/fleet-database.ts'
import { benchNowMs, fullSizes, sizesOf } from './fleet-data/sizes.ts'

const share = Number(process.env['PATCHYARD_BENCH_SHARE'] ?? 1)
const sizes = share === 1 ? fullSizes : sizesOf(share)
const RARE = 37

export const bench: Bench = {
  about: 'What the catalog knows meets the stored packages of a fleet, without a scan.',
  data: `A copy of the data set of the bench "query": ${sizes.assets[0]} assets, 500 packages on a Linux host. Every Linux host is taken for Debian 12. A tracker with a fix in two versions of each source package of the fleet is taken in and composed; then all assets are judged; then one advisory comes for a package on ${RARE} of them. Lists are asked while all assets are judged.`,
  async run() {
    await using fleet = await openFleetDatabase(sizes)
    await using copy = await fleet.copy('matching')
    const owner = new pg.Client(copy.owner)
    await owner.connect()
    try {
      const figures: Figure[] = []
      const sources = await prepare(owner)
      const catalog = catalogUnderTest(copy.database, benchNowMs)
      let began = performance.now()
      await catalog.say('tracker', batchesOf(sources))
      figures.push({
        name: `${sources.length * 2} fixes taken in and composed`,
        value: (performance.now() - began) / 1000,
        unit: 's',
      })

      const lists = assetsUnderTest(copy.database, benchNowMs)
      const times: number[] = []
      began = performance.now()
      const judging = { done: false }
      const asking = (async () => {
        while (!judging.done) {
          const from = performance.now()
          await lists({ kind: 'all' }, { query: 'missingCriticalCount>0' })
          times.push(performance.now() - from)
          await new Promise(resolve => setTimeout(resolve, 200))
        }
      })()
      const judged = await catalog.follower.rematch(1)
      judging.done = true
      await asking
      figures.push(
        { name: `${judged} assets judged anew`, value: (performance.now() - began) / 1000, unit: 's', atMost: 600 },
        { name: 'a list meanwhile: p95', value: quantile(times, 0.95), unit: 'ms', atMost: 150 },
      )
      began = performance.now()
      await catalog.follower.rematch(1)
      figures.push({
        name: 'all assets judged again, nothing new',
        value: (performance.now() - began) / 1000,
        unit: 's',
      })
      await catalog.follower.follow(1)

      await catalog.say('advisory', [[fix('rare-package', '9.9-1', 'CVE-2026-99999')]])
      began = performance.now()
      await catalog.follower.follow(1)
      figures.push({
        name: `findings of an advisory for ${RARE} assets`,
        value: (performance.now() - began) / 1000,
        unit: 's',
        atMost: 2,
      })
      figures.push(...(await oneCve(lists, 'CVE-2026-99999')))
      return figures
    } finally {
      await owner.end()
    }
  },
}

/** As the page of a CVE asks, as a search of the missing does, and among all findings: those of what is installed have no index by patch. */
const questions: readonly { readonly name: string; readonly atMost?: number; ask(cve: string): FindQuery }[] = [
  { name: "one CVE's assets", atMost: 20, ask: cve => ({ query: `vulnerabilities.cve:${cve}` }) },
  { name: 'assets that miss a patch of it', atMost: 20, ask: cve => ({ having: `cve:${cve}`, status: 'missing' }) },
  { name: 'assets that miss or have a patch of it', ask: cve => ({ having: `cve:${cve}` }) },
]

async function oneCve(lists: ReturnType<typeof assetsUnderTest>, cve: string): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { name, atMost, ask } of questions) {
    const { total } = await lists({ kind: 'all' }, ask(cve))
    if (total !== RARE) throw new Error(`${name}: ${total}, not ${RARE}`)
    const times: number[] = []
    for (let run = 0; run < 50; run++) {
      const from = performance.now()
      await lists({ kind: 'all' }, ask(cve))
      times.push(performance.now() - from)
    }
    figures.push({
      name: `${name}: p95`,
      value: quantile(times, 0.95),
      unit: 'ms',
      ...(atMost === undefined ? {} : { atMost }),
    })
  }
  return figures
}

const fix = (source: string, fixedVersion: string, cve: string): FixRecord => ({
  kind: 'fix',
  distro: 'debian',
  release: 'bookworm',
  product: '',
  of: 'source',
  package: source,
  scheme: 'deb',
  cve,
  status: 'fixed',
  fixedVersion,
  note: '',
})

/** Of each source package the highest version that a host has, and one below it. */
async function prepare(owner: pg.Client): Promise<{ name: string; versions: string[] }[]> {
  await owner.query(
    `update asset set os_id = 'debian', system = system || '{"os.codename": "bookworm"}' where platform = 'linux' and subscription_id = 1`,
  )
  await owner.query(`update package_version set scheme = 'deb' where subscription_id = 1 and scheme = 'rpm'`)
  await owner.query(
    `with made as (
       insert into package_version (subscription_id, row_hash, scheme, name, architecture, version, version_key, source_name, source_version, row)
       select 1, '\\x00112233', 'deb', 'rare-package', 'amd64', '1.0-1', '\\x00', 'rare-package', '', '["rare-package","amd64","1.0-1","deb","","","",false,"installed"]'
       returning id)
     update asset_package p set ids = p.ids || m.id from made m
      where p.asset_id in (select asset_id from asset where subscription_id = 1 and platform = 'linux' order by md5(asset_id::text) limit ${RARE})`,
  )
  await owner.query('vacuum analyze asset')
  const { rows } = await owner.query<{ name: string; versions: string[] }>(
    `select source_name as name, (array_agg(version order by version_key desc))[1:2] as versions
       from package_version where subscription_id = 1 and scheme = 'deb' and source_name <> '' group by source_name order by 1`,
  )
  return rows
}

function* batchesOf(sources: readonly { name: string; versions: string[] }[]): Generator<FixRecord[]> {
  const fixes = sources.flatMap(({ name, versions }, i) =>
    versions.map((version, n) => fix(name, version, `CVE-2026-${20_000 + i * 2 + n}`)),
  )
  for (let at = 0; at < fixes.length; at += 500) yield fixes.slice(at, at + 500)
}
