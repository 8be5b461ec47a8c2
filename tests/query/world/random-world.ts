import { agentStandings, itemStates, jobStates, scanStatuses, taskStates, versionSchemeNames } from '@patchyard/domain'
import fc from 'fast-check'
import {
  labelKinds,
  plainCve,
  publicId,
  type World,
  type WorldAsset,
  type WorldAudit,
  type WorldCve,
  type WorldFinding,
  type WorldJob,
  type WorldPatch,
  type WorldTask,
} from './world.ts'

// Few values, so that random questions meet random objects; among them those that case, words, wildcards, null and
// collations could go wrong with.
export const texts = [
  '',
  'web',
  'Web-01',
  'web 01 db',
  'db_01',
  'db%01',
  'GRÖSSE',
  'größe',
  'Kelvin \u212A',
  'ﬁne ſharp',
  'İstanbul ı',
  'a\\b',
  '--',
  "o'clock",
  '日本 語',
  'e\u0301te',
] as const
export const versions = ['', '1.0', '1.0.0', '1.0~rc1', '1:0.9', '2.10', '2.9', '1.0-1', '10', '1.0a', '0.0'] as const
export const dates = [
  '2024-01-01T00:00:00.000Z',
  '2024-01-01T23:59:59.999Z',
  '2024-01-02T00:00:00.000Z',
  '2024-06-15T11:00:00.000Z',
  '2024-06-15T12:00:00.000Z',
  '2024-02-29T12:34:56.789Z',
] as const
export const numbers = [-1, 0, 1, 2, 3, 50, 100, 33] as const
export const scores = [0, 0.5, 0.91, 5, 9.8, 10] as const
export const addresses = [
  '10.0.0.1',
  '10.0.1.255',
  '192.168.0.1',
  '::1',
  '::',
  '::2',
  '::ffff:10.0.0.1',
  '2001:db8::1',
  '2001:db8:0:1::',
  'fe80::1:0:0:1',
] as const
export const cveNames = ['CVE-2024-0001', 'CVE-2024-0002', 'CVE-2024-00010', 'CVE-2023-99999'] as const
export const severities = ['', 'none', 'low', 'moderate', 'important', 'critical'] as const
const platforms = ['windows', 'linux', 'macos'] as const

const text = fc.constantFrom(...texts)
const date = fc.constantFrom(...dates)
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 2 })
const several = <T>(of: fc.Arbitrary<T>, max = 3): fc.Arbitrary<T[]> =>
  fc.uniqueArray(of, { maxLength: max, selector: one => JSON.stringify(one) })
const place = (length: number): fc.Arbitrary<number> => fc.nat({ max: length - 1 })
const some = fc.constantFrom(...texts.slice(1))
const flag = fc.boolean()
const score = maybe(fc.constantFrom(...scores))

const sizes = { tags: 4, people: 2, assets: 12, patches: 10, jobs: 5, tasks: 8, audit: 10 }

const assets = (n: number): fc.Arbitrary<WorldAsset> =>
  fc.record({
    publicId: fc.constant(publicId('asset', n + 1)),
    name: some,
    osName: text,
    osFamily: text,
    osVersion: fc.constantFrom(...versions),
    platform: fc.constantFrom(...platforms),
    architecture: text,
    kernel: text,
    model: text,
    manufacturer: text,
    lastUser: text,
    timeZone: text,
    agentVersion: fc.constantFrom(...versions),
    standing: fc.constantFrom('active', 'active', ...agentStandings),
    isDeactivated: fc.constantFrom(false, false, false, true),
    seenAt: date,
    scanStatus: fc.constantFrom(...scanStatuses),
    scanAt: maybe(date),
    activatedAt: maybe(date),
    exposedAt: maybe(date),
    licensed: flag,
    rebootNeeded: flag,
    restartCount: fc.nat({ max: 3 }),
    riskScore: maybe(fc.nat({ max: 3 })),
    criticality: maybe(fc.integer({ min: 1, max: 5 })),
    virtualization: fc.constantFrom('', 'none', 'kvm'),
    isEvaluation: flag,
    activationKey: maybe(some),
    tags: several(place(sizes.tags)),
    interfaces: several(fc.record({ name: some, address: fc.constantFrom(...addresses), mac: text })),
    software: several(
      fc.record({
        name: some,
        version: fc.constantFrom(...versions.slice(1)),
        vendor: text,
        scheme: fc.constantFrom(...versionSchemeNames),
      }),
    ),
    findings: fc.uniqueArray(
      fc.record<WorldFinding>({
        patch: place(sizes.patches),
        status: fc.constantFrom('missing', 'installed'),
        latest: flag,
      }),
      { maxLength: 4, selector: finding => finding.patch },
    ),
  })

const patches = (n: number): fc.Arbitrary<WorldPatch> =>
  fc.record({
    publicId: fc.constant(publicId('patch', n + 1)),
    catalog: fc.constant(n % 3 === 0),
    title: some,
    labels: fc.record(Object.fromEntries(labelKinds.map(kind => [kind, several(some, 2)]))),
    isSecurity: flag,
    category: text,
    publishedAt: maybe(date),
    modifiedAt: maybe(date),
    vendor: text,
    vendorSeverity: fc.constantFrom(...severities),
    severity: fc.constantFrom(...severities),
    type: text,
    platform: fc.constantFrom(...platforms),
    advisories: several(some, 2),
    cves: several(fc.constantFrom(...cveNames), 2),
    cvss: score,
    epss: score,
    kev: flag,
    kevDueAt: maybe(date),
    ransomware: flag,
    exploited: flag,
    // Patches of the catalog are superseded by such patches only, or a subscription would see what is another's.
    supersededBy: maybe(n % 3 === 0 ? fc.constantFrom(0, 3, 6, 9) : place(sizes.patches)),
    rebootRequired: flag,
    isRollback: flag,
    downloadMethod: fc.constantFrom('automatic', 'acquireFromVendor', 'unavailable'),
    isCustomizedDownloadUrl: flag,
    isDeprecated: flag,
    isEsu: flag,
    packages: several(some, 2),
    size: maybe(fc.nat({ max: 3 })),
    source: text,
  })

const cves = (cve: string, catalog: boolean): fc.Arbitrary<WorldCve> =>
  fc.record({
    cve: fc.constant(cve),
    catalog: fc.constant(catalog),
    title: text,
    severity: fc.constantFrom(...severities),
    cvss: score,
    vector: text,
    epss: score,
    percentile: score,
    kev: flag,
    kevDueAt: maybe(date),
    ransomware: flag,
    publishedAt: maybe(date),
    modifiedAt: maybe(date),
    exploitation: fc.constantFrom('', 'none', 'poc', 'active'),
    automatable: fc.constantFrom('', 'no', 'yes'),
    impact: fc.constantFrom('', 'partial', 'total'),
    cwes: several(some, 2),
  })

const jobs = (n: number): fc.Arbitrary<WorldJob> =>
  fc.record({
    publicId: fc.constant(publicId('job', n + 1)),
    name: some,
    state: fc.constantFrom(...jobStates),
    kind: fc.constantFrom('deployment', 'rollback'),
    platform: fc.constantFrom(...platforms),
    scheduleType: fc.constantFrom('onDemand', 'once', 'daily', 'weekly', 'monthly'),
    owner: place(sizes.people),
    coAuthors: several(place(sizes.people), 2),
    createdAt: date,
    modifiedAt: date,
    nextRunAt: maybe(date),
    lastRunAt: maybe(date),
    isRecurring: flag,
    isQueryBased: flag,
    isComplete: flag,
    patchCount: fc.nat({ max: 3 }),
    assetCount: fc.nat({ max: 3 }),
    tags: several(place(sizes.tags), 2),
  })

const reason = maybe(fc.constantFrom('disk_full', 'lock_held', 'patch_held'))

const tasks: fc.Arbitrary<WorldTask> = fc.record({
  job: place(sizes.jobs),
  asset: place(sizes.assets),
  state: fc.constantFrom(...taskStates),
  reason,
  startedAt: maybe(date),
  endedAt: maybe(date),
  rebooted: flag,
  deferrals: fc.nat({ max: 3 }),
  items: several(
    fc.record({
      patch: place(sizes.patches),
      state: fc.constantFrom(...itemStates),
      reason,
      exitCode: maybe(fc.constantFrom(0, 1, 100)),
    }),
    2,
  ),
})

// Actions, kinds and ids are words of ours: ASCII.
const codes = ['tag.create', 'TAG.change', 'job.enable', 'web', 'db_01', 'a--b..c', 'x%y'] as const

const audit: fc.Arbitrary<WorldAudit> = fc
  .record({
    at: date,
    who: fc.oneof(
      fc.record({ kind: fc.constantFrom('session', 'apiKey', 'operator'), actor: place(sizes.people) }),
      fc.record({
        kind: fc.constant('anonymous'),
        actor: fc.constantFrom(...addresses.filter(a => !a.includes('ffff'))),
      }),
      fc.record({ kind: fc.constantFrom('system', 'operator'), actor: fc.constantFrom('clock', 'host', 'web') }),
    ),
    action: fc.constantFrom(...codes),
    object: fc.oneof(
      fc
        .tuple(fc.constantFrom('tag', 'job'), fc.integer({ min: 1, max: 12 }))
        .map(([kind, n]): [string, string] => [kind, publicId(kind, n)]),
      fc.tuple(fc.constantFrom('settings', 'assets', 'web'), fc.constantFrom('assets', 'db_01', null)),
    ),
    detail: fc.oneof(fc.constant({}), fc.record({ name: text, before: fc.oneof(text, fc.constantFrom(...numbers)) })),
  })
  .map(({ who, ...row }) => ({ ...row, ...who }))

const each = <T>(count: number, of: (n: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.tuple(...Array.from({ length: count }, (_, n) => of(n)))

/** Worlds of a dozen assets with all that belongs to them, for one subscription. */
export const randomWorld = (subscriptionId: number): fc.Arbitrary<World> =>
  fc.record({
    subscriptionId: fc.constant(subscriptionId),
    tags: each(sizes.tags, n =>
      fc.record({
        name: fc.constant(['prod', 'Web-01', 'GRÖSSE', '日本 語'][n] ?? ''),
        publicId: fc.constant(publicId('tag', n + 1)),
        parent: n === 0 ? fc.constant(null) : maybe(place(n)),
      }),
    ),
    people: fc.constant([
      { name: 'Anna Größe', email: `anna@s${subscriptionId}.example.org` },
      { name: 'web', email: `bo@s${subscriptionId}.example.org` },
    ]),
    assets: each(sizes.assets, assets),
    patches: each(sizes.patches, patches),
    cves: fc.tuple(
      ...cveNames.map((cve, i) => cves(cve, i % 2 === 0)),
      // Known to the feeds and reported too.
      fc.constant({ ...plainCve, cve: cveNames[0], catalog: false }),
    ),
    jobs: each(sizes.jobs, jobs),
    tasks: fc.array(tasks, { minLength: sizes.tasks, maxLength: sizes.tasks }),
    audit: fc.array(audit, { minLength: sizes.audit, maxLength: sizes.audit }),
  })
