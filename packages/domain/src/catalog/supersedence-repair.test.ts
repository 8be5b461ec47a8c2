import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kbKey, parseKbKey } from './patch-key.ts'
import type { SupersedenceEdge } from './supersedence-graph.ts'
import { latestOfProduct, repairedSupersedence } from './supersedence-repair.ts'
import type { TrackedPatch } from './supersedence-tracks.ts'
import { isCumulativeProduct, windowsBuild } from './windows-build.ts'

const WINDOWS = 'Windows 11 Version 24H2 for x64-based Systems'

interface Given {
  /** Number, day, CVEs ("a30" is a1 … a30), build. */
  readonly patches: readonly (readonly [number, string, string, string?, (boolean | null)?])[]
  readonly edges: readonly (readonly [number, number])[]
  readonly product?: string
}

function repaired({ patches, edges, product = WINDOWS }: Given) {
  const keyOf = (number: number): string => kbKey(String(number), product)
  const tracked = patches.map(
    ([number, day, cves, fixedBuild = '', isHotpatch = null]): TrackedPatch => ({
      key: keyOf(number),
      issuedAtMs: day === '' ? null : Date.parse(`${day}T00:00:00Z`),
      fixedBuild,
      isHotpatch,
      cves: Array.from({ length: Number(cves.slice(1)) }, (_, i) => `CVE-2026-${cves.charCodeAt(0)}${1000 + i}`),
    }),
  )
  const stated = edges.map(
    ([newer, older]): SupersedenceEdge => ({ newer: keyOf(newer), older: keyOf(older), derived: null }),
  )
  const result = repairedSupersedence(tracked, stated)
  const number = (key: string): number => Number(parseKbKey(key)?.number)
  const latest = latestOfProduct(result, parseKbKey(keyOf(5_000_000))?.product ?? '', tracked)
  return {
    derived: result.products.flatMap(one => one.derived.map(edge => [number(edge.newer), number(edge.older)])),
    reasons: result.products.flatMap(one => one.derived.map(edge => edge.derived)),
    latest: {
      cumulative: latest.cumulative.map(number),
      hotpatch: latest.hotpatch.map(number),
      others: latest.others.map(number),
    },
    graph: result.graph,
  }
}

describe('a hole of a cumulative product', () => {
  const holes: Given = {
    patches: [
      [5_000_001, '2026-01-13', 'a40'],
      [5_000_002, '2026-02-10', 'b40'],
      [5_000_004, '2026-04-14', 'd40'],
      [5_000_006, '2026-05-12', 'e40'],
    ],
    // 5000003 and 5000005 are previews, which have no bulletin.
    edges: [
      [5_000_002, 5_000_001],
      [5_000_004, 5_000_003],
      [5_000_006, 5_000_005],
    ],
  }

  it('is closed by date, and says why', () => {
    const { derived, reasons, latest } = repaired(holes)
    expect(derived).toEqual([
      [5_000_004, 5_000_002],
      [5_000_006, 5_000_004],
    ])
    expect(reasons[0]).toBe(
      'next cumulative update of the product by date: 2026-04-14 after 2026-02-10; what it names is no bulletin of the product (KB5000003)',
    )
    expect(latest).toEqual({ cumulative: [5_000_006], hotpatch: [], others: [] })
  })

  it('is closed by build where all builds are known, whatever the dates say', () => {
    const builds: Given = {
      patches: [
        [5_000_009, '2026-01-13', 'a40', '10.0.26100.100'],
        [5_000_002, '2026-01-01', 'b40', '10.0.26100.300'],
        [5_000_004, '', 'd40', '10.0.26100.200'],
      ],
      edges: [],
    }
    const { derived, reasons } = repaired(builds)
    expect(derived).toEqual([
      [5_000_004, 5_000_009],
      [5_000_002, 5_000_004],
    ])
    expect(reasons[1]).toContain('by build: 10.0.26100.300 after 10.0.26100.200')
  })

  it('is left open where days and builds disagree', () => {
    const { derived } = repaired({
      patches: [
        [5_000_001, '2026-01-13', 'a40'],
        [5_000_002, '2026-02-10', 'b40', '10.0.26100.300'],
        [5_000_004, '2026-04-14', 'd40', '10.0.26100.200'],
      ],
      edges: [],
    })
    expect(derived).toEqual([[5_000_002, 5_000_001]])
  })

  it.each([
    ['Windows 8.1 for x64-based Systems'],
    ['Windows Server 2012 R2'],
    ['Microsoft Office 2016 (32-bit edition)'],
    ['Microsoft .NET Framework 4.8 on Windows Server 2019'],
    ['Windows 11 HLK 24H2'],
  ])('is left open for %s, whose updates do not hold all earlier ones', product => {
    const { derived, latest } = repaired({ ...holes, product })
    expect(derived).toEqual([])
    expect(latest.others).toEqual([5_000_002, 5_000_004, 5_000_006])
  })

  it('is not closed with updates of setup, recovery and the like, which lie beside the line', () => {
    const { derived, latest } = repaired({
      patches: [...holes.patches, [5_100_001, '2026-01-20', 'x3'], [5_100_002, '2026-03-03', 'y6']],
      edges: holes.edges,
    })
    expect(derived).toEqual(repaired(holes).derived)
    expect(latest.others).toEqual([5_100_001, 5_100_002])
  })

  it('is not closed with an update of another version that a bulletin names by mistake', () => {
    const withBuilds = holes.patches.map(
      ([number, day, cves], i) => [number, day, cves, `10.0.26100.${100 + i}`] as const,
    )
    const { derived, latest } = repaired({
      patches: [...withBuilds, [5_100_003, '2026-03-03', 'y60', '10.0.22631.900']],
      edges: holes.edges,
    })
    expect(derived).toHaveLength(2)
    expect(latest.others).toEqual([5_100_003])
  })
})

describe('hotpatches', () => {
  // As Windows 11 24H2 has them: two months of a quarter, on the same day and with the same CVEs as the month's update.
  const quarter: Given = {
    patches: [
      [5_000_001, '2026-01-13', 'a40'],
      [5_000_002, '2026-02-10', 'b40'],
      [5_000_003, '2026-03-10', 'c41'],
      [5_000_004, '2026-04-14', 'd40'],
      [5_000_005, '2026-05-12', 'e40'],
      [5_200_002, '2026-02-10', 'b40'],
      [5_200_003, '2026-03-10', 'c38'],
      [5_200_005, '2026-05-12', 'e40'],
    ],
    edges: [
      [5_000_002, 5_000_001],
      [5_000_003, 5_000_002],
      [5_000_004, 5_000_003],
      [5_000_005, 5_000_004],
      [5_200_003, 5_200_002],
    ],
  }

  it('are a line of their own, known by day and CVEs', () => {
    const { derived, latest } = repaired(quarter)
    expect(derived).toEqual([[5_200_005, 5_200_003]])
    expect(latest).toEqual({ cumulative: [5_000_005], hotpatch: [5_200_005], others: [] })
  })

  it('are what their source calls so, even one alone', () => {
    const patches = [...quarter.patches.slice(0, 5), [5_200_002, '2026-02-10', 'x2', '', true] as const]
    expect(repaired({ patches, edges: quarter.edges.slice(0, 4) }).latest.hotpatch).toEqual([5_200_002])
  })

  it('are not guessed from one update that was published twice', () => {
    const patches = quarter.patches.slice(0, 6)
    expect(repaired({ patches, edges: quarter.edges.slice(0, 4) }).latest).toMatchObject({
      hotpatch: [],
      others: [5_200_002],
    })
  })
})

describe('an update beside the end of its line', () => {
  const line: Given['patches'] = [
    [5_000_010, '2026-01-13', 'a40'],
    [5_000_020, '2026-02-10', 'b40'],
    [5_000_030, '2026-03-10', 'c40'],
  ]
  const edges: Given['edges'] = [
    [5_000_020, 5_000_010],
    [5_000_030, 5_000_020],
    [5_000_015, 5_000_010],
  ]

  it('is replaced by the next one that is later and has a higher number', () => {
    const { derived, reasons } = repaired({ patches: [...line, [5_000_015, '2026-01-20', 'x1']], edges })
    expect(derived).toEqual([[5_000_020, 5_000_015]])
    expect(reasons[0]).toContain('nothing names the older one')
  })

  it('is not replaced by what has a lower number: its day is that of an old CVE', () => {
    const patches: Given['patches'] = [...line, [5_000_025, '2026-01-20', 'x1']]
    expect(repaired({ patches, edges: [...edges.slice(0, 2), [5_000_025, 5_000_010]] }).derived).toEqual([
      [5_000_030, 5_000_025],
    ])
  })

  it('keeps what a source says although its day is wrong', () => {
    // Server 2019: 5004947 of July 2021 has only rows of 2023-06-13, and 5004244 of 2021-07-13 replaces it.
    const { graph } = repaired({
      patches: [...line, [5_000_015, '2026-02-20', 'x1']],
      edges: [...edges, [5_000_020, 5_000_015]],
    })
    expect(graph.supersededBy(kbKey('5000015', WINDOWS))).toEqual([kbKey('5000030', WINDOWS)])
    expect(graph.broken).toEqual([])
  })
})

it('whatever the patches and edges: it ends, has no circle, and does not depend on their order', () => {
  const number = fc.integer({ min: 5_000_000, max: 5_000_011 })
  const patch = fc.tuple(
    number,
    fc.constantFrom('', '2026-01-13', '2026-02-10', '2026-03-10'),
    fc.constantFrom('a40', 'b40', 'b39', 'c2'),
    fc.constantFrom('', '10.0.26100.1', '10.0.26100.2', '10.0.22631.1', 'x'),
    fc.constantFrom(true, false, null),
  )
  const edges = fc.array(fc.tuple(number, number), { maxLength: 20 })
  fc.assert(
    fc.property(
      fc.uniqueArray(patch, { maxLength: 12, selector: ([one]) => one }),
      edges,
      fc.infiniteStream(fc.nat()),
      (patches, stated, seed) => {
        const shuffle = <T>(all: readonly T[]): T[] =>
          all
            .map(one => [seed.next().value ?? 0, one] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, one]) => one)
        const once = repaired({ patches, edges: stated })
        const again = repaired({ patches: shuffle(patches), edges: shuffle(stated) })
        expect(again.graph.edges).toEqual(once.graph.edges)
        expect(again.latest).toEqual(once.latest)
        for (const edge of once.graph.edges) expect(once.graph.olderThan(edge.older)).not.toContain(edge.newer)
      },
    ),
  )
})

it.each([
  ['10.0.26100.4349', { build: 26_100, revision: 4349 }],
  ['7.0.17', null],
  ['16.0.5413.1000', null],
  ['10.0.26100', null],
  ['', null],
])('%s is the build %j', (version, build) => {
  expect(windowsBuild(version)).toEqual(build)
})

it.each([
  ['windows-10-for-32-bit-systems', true],
  ['windows-11-version-24h2-for-arm64-based-systems', true],
  ['windows-server-2016-server-core-installation', true],
  ['windows-server-2022-23h2-edition-server-core-installation', true],
  ['windows-server-version-1903-server-core-installation', true],
  ['windows-server-2012-r2', false],
  ['windows-8.1-for-x64-based-systems', false],
  ['windows-adk-for-windows-11-version-24h2', false],
  ['internet-explorer-11-on-windows-server-2019', false],
])('updates of %s hold all earlier ones: %s', (slug, answer) => {
  expect(isCumulativeProduct(slug)).toBe(answer)
})
