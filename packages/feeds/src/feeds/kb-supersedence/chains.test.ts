import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { latestOfProduct, parseKbKey, repairedSupersedence, type SupersedenceEdge } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import type { PatchRecord } from '../../records/patch-record.ts'
import { collected, inChunks } from '../../testing/chunks.ts'
import { kbSupersedence } from './index.ts'

const table = gunzipSync(readFileSync(new URL('fixtures/four-products.csv.gz', import.meta.url)))

async function readTable() {
  const items = await collected(
    kbSupersedence.read({
      document: 'table',
      url: 'https://example.org/definitions.zip',
      member: 'CVEs_20260628.csv',
      chunks: inChunks(table, 10_007),
      options: {},
      sinceMs: null,
    }),
  )
  const patches = items.filter((item): item is PatchRecord => item.kind === 'patch')
  const edges = items.filter(item => item.kind === 'supersedes')
  return { items, patches, edges }
}

const { patches, edges } = await readTable()
const supersedence = repairedSupersedence(
  patches.map(patch => ({ ...patch, fixedBuild: '', isHotpatch: null })),
  edges,
)
const numberOf = (key: string): string => parseKbKey(key)?.number ?? ''

interface Golden {
  readonly product: string
  readonly name: string
  readonly latest: readonly string[]
  readonly hotpatch: readonly string[]
  /** Nobody replaces them, and nothing may be derived for them. */
  readonly others: readonly string[]
  /** Derived edges of the cumulative line: newer, older. */
  readonly derived: readonly (readonly [string, string])[]
  readonly derivedOfHotpatches: readonly (readonly [string, string])[]
}

/**
 * Checked by hand against the table, product by product: its KBs were listed with their days, counts of rows and "Supersedes", in the order of
 * days; each line of monthly updates was read from its newest KB downwards, and where a KB's "Supersedes" is empty or names a number that is
 * no BulletinKB of the product, the update of the month before is the older end of a derived edge. Hotpatches stand in the table on the same day
 * and with the same CVEs as the month's update, in the second and third month of each quarter.
 * Others: 5046399 and 5046400 repair the recovery environment; 5012170 is Secure Boot's list; 4465664 and 4558997 servicing;
 * 4519337 setup; 5070883, 5070884 and 5070892 out-of-band fixes of WSUS, 5061258, 5074204 and 5074353 of one CVE each, without any edge; 5055528 is a
 * KB of Windows 11 23H2 that two CVEs name for 24H2; 5047621 three kernel CVEs of 2024-10.
 */
const goldens: readonly Golden[] = [
  {
    product: 'windows-10-version-22h2-for-x64-based-systems',
    name: 'Windows 10 22H2',
    latest: ['5094127'],
    hotpatch: [],
    others: ['5046400'],
    derived: [['5094127', '5082200']],
    derivedOfHotpatches: [],
  },
  {
    product: 'windows-11-version-24h2-for-x64-based-systems',
    name: 'Windows 11 24H2',
    latest: ['5094126'],
    hotpatch: ['5089466'],
    others: ['5047621', '5055528', '5061258', '5074204'],
    derived: [
      ['5043080', '5041571'],
      ['5083769', '5079473'],
      ['5089549', '5083769'],
    ],
    derivedOfHotpatches: [
      ['5048794', '5046696'],
      ['5052105', '5048794'],
      ['5058497', '5053636'],
      ['5064010', '5060841'],
      ['5068966', '5065474'],
      ['5077212', '5072014'],
      ['5084597', '5079420'],
      ['5089466', '5084597'],
    ],
  },
  {
    product: 'windows-server-2019',
    name: 'Server 2019',
    latest: ['5094123'],
    hotpatch: [],
    others: ['4465664', '4519337', '4558997', '5012170', '5070883'],
    derived: [
      ['4480116', '4471332'],
      ['4519338', '4512578'],
      ['5075904', '5073723'],
    ],
    derivedOfHotpatches: [],
  },
  {
    product: 'windows-server-2022',
    name: 'Server 2022',
    latest: ['5094128'],
    hotpatch: ['5087424'],
    others: ['5012170', '5046399', '5070884', '5070892', '5074353'],
    derived: [],
    derivedOfHotpatches: [
      ['5011580', '5010456'],
      ['5014677', '5011580'],
      ['5017392', '5014677'],
      ['5019080', '5017392'],
      ['5022921', '5019080'],
      ['5023786', '5022921'],
      ['5026456', '5023786'],
      ['5027319', '5026456'],
      ['5029367', '5027319'],
      ['5030325', '5029367'],
      ['5032304', '5030325'],
      ['5033464', '5032304'],
      ['5035959', '5033464'],
      ['5037848', '5035959'],
      ['5042880', '5039330'],
      ['5046698', '5042880'],
      ['5052106', '5048800'],
      ['5058500', '5053638'],
      ['5063812', '5060525'],
      ['5068840', '5065306'],
      ['5075943', '5071413'],
      ['5087424', '5078737'],
    ],
  },
]

describe.each(goldens)('$name', golden => {
  const own = patches.filter(patch => parseKbKey(patch.key)?.product === golden.product)
  const found = supersedence.products.find(one => one.product === golden.product)
  const members = (name: string): ReadonlySet<string> =>
    new Set(
      (found?.tracks ?? [])
        .filter(track => track.name === name)
        .flatMap(track => track.segments.flatMap(segment => segment.members.map(patch => patch.key))),
    )
  const derivedIn = (name: string): string[] =>
    (found?.derived ?? [])
      .filter(edge => members(name).has(edge.newer))
      .map(edge => `${numberOf(edge.newer)} ${numberOf(edge.older)}`)
      .toSorted()

  it('has the latest that people know', () => {
    const latest = latestOfProduct(supersedence, golden.product, own)
    expect({
      latest: latest.cumulative.map(numberOf),
      hotpatch: latest.hotpatch.map(numberOf),
      others: latest.others.map(numberOf),
    }).toEqual({ latest: golden.latest, hotpatch: golden.hotpatch, others: golden.others })
  })

  it('has its holes closed, each with a reason, and no other edge', () => {
    expect(derivedIn('cumulative')).toEqual(golden.derived.map(pair => pair.join(' ')))
    expect(derivedIn('hotpatch')).toEqual(golden.derivedOfHotpatches.map(pair => pair.join(' ')))
    expect((found?.derived ?? []).every(edge => edge.derived !== null && edge.derived.length > 40)).toBe(true)
    expect(found?.derived).toHaveLength(golden.derived.length + golden.derivedOfHotpatches.length)
  })

  it('has the closure of its rows and of the edges listed here, by another algorithm', () => {
    const reach = naiveClosure(golden)
    for (const patch of own) {
      const older = supersedence.graph.olderThan(patch.key).map(numberOf).toSorted()
      expect(older, patch.key).toEqual([...(reach.get(numberOf(patch.key)) ?? [])].toSorted())
    }
  })

  it('has one line: everything on it is older than its latest', () => {
    const line = [...members('cumulative')].map(numberOf).filter(number => !golden.latest.includes(number))
    const older = new Set(golden.latest.flatMap(number => [...(naiveClosure(golden).get(number) ?? [])]))
    expect(line.filter(number => !older.has(number))).toEqual([])
  })
})

/**
 * Sets of older KBs by repeated joining until nothing is new, from the table's own text: split at quotes, without the feed's CSV reader,
 * its keys or the graph.
 */
function naiveClosure(golden: Golden): Map<string, Set<string>> {
  const reach = new Map<string, Set<string>>()
  const add = (newer: string, older: string): boolean => {
    const set = reach.get(newer) ?? new Set()
    reach.set(newer, set)
    const isNew = !set.has(older)
    set.add(older)
    return isNew
  }
  for (const line of table.toString('utf8').split('\r\n')) {
    const [, , kb = '', product = '', , olders = ''] = line.slice(1, -1).split('","')
    if (product.toLowerCase().replaceAll(' ', '-') !== golden.product) continue
    for (const older of olders.split(';')) if (older.length === 7 && older !== kb) add(kb, older)
  }
  for (const [newer, older] of [...golden.derived, ...golden.derivedOfHotpatches]) add(newer, older)
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false
    for (const [newer, olders] of reach)
      for (const older of [...olders])
        for (const eldest of reach.get(older) ?? []) isGrowing = add(newer, eldest) || isGrowing
  }
  return reach
}

it('the source’s own edges of the four products are kept as they are', () => {
  const own = supersedence.graph.edges.filter((edge: SupersedenceEdge) => edge.derived === null)
  expect(own).toHaveLength(edges.length)
  expect(supersedence.graph.broken).toEqual([])
})
