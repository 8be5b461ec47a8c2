import type { Entity, StatusFilter } from '@patchyard/query'
import { environments, roles, sites } from '../fleet-data/assets.ts'
import type { Dice } from '../fleet-data/dice.ts'
import { linuxSources } from '../fleet-data/product-names.ts'

/** One list that people open, with constants that differ in each run. */
export interface ListCase {
  readonly name: string
  readonly entity: Entity
  readonly sort: string
  readonly descending?: true
  readonly status?: StatusFilter
  /** As the narrow scope: the assets of one tag. */
  readonly scoped?: true
  readonly limit?: number
  readonly facets: readonly string[]
  query(dice: Dice): string
  having?(dice: Dice): string
}

const assetFacets = ['osFamily', 'scanStatus', 'platform', 'rebootPending', 'criticality']
const patchFacets = ['severity', 'category', 'vendor', 'platform', 'isSecurity']
const jobFacets = ['status', 'type', 'scheduleType', 'platform', 'isRecurring']

const pad = (n: number): string => String(n).padStart(2, '0')
const cveNumber = (dice: Dice): string => `CVE-${2023 + dice.int(4)}-${1000 + dice.int(6000)}`

export const listCases: readonly ListCase[] = [
  {
    name: 'everything, by name',
    entity: 'asset',
    sort: 'name',
    facets: assetFacets,
    query: () => '',
  },
  {
    name: 'critical missing: by counter',
    entity: 'asset',
    sort: 'missingCriticalCount',
    descending: true,
    facets: assetFacets,
    query: dice => `missingCriticalCount>${dice.int(3)}`,
  },
  {
    name: 'critical missing: second query',
    entity: 'asset',
    sort: 'name',
    status: 'missing',
    facets: assetFacets,
    query: dice => `tags.name:${dice.pick(environments)}`,
    having: dice => `severity:Critical and publishedDate<now-${10 + dice.int(40)}d`,
  },
  {
    name: 'name wildcard, OS and severity',
    entity: 'asset',
    sort: 'name',
    status: 'missing',
    facets: assetFacets,
    query: dice =>
      `name:${dice.pick(roles)}-${pad(dice.int(90))}* and operatingSystem:"${dice.pick(['Red Hat', 'Ubuntu 22.04', 'Debian'])}"`,
    having: dice => `severity:[Critical, Important] and title:${dice.pick(linuxSources)}`,
  },
  {
    name: 'name wildcard inside, OS and severity',
    entity: 'asset',
    sort: 'missingPatchCount',
    descending: true,
    status: 'missing',
    facets: assetFacets,
    query: dice =>
      `name:"*${dice.pick(sites)}.${dice.pick(environments)}*" and osFamily:${dice.pick(['redhat', 'debian'])}`,
    having: () => 'severity:Critical',
  },
  {
    name: 'patches missing on assets with a tag',
    entity: 'patch',
    sort: 'missingCount',
    descending: true,
    status: 'missing',
    facets: patchFacets,
    query: dice => `severity:${dice.pick(['Critical', 'Important'])} and isSuperseded:false`,
    having: dice => `tags.name:${dice.pick(sites)}`,
  },
  {
    name: 'patches missing on assets with a tag, of no severity asked',
    entity: 'patch',
    sort: 'publishedDate',
    descending: true,
    status: 'missing',
    facets: patchFacets,
    query: dice => `publishedDate<now-${dice.int(60)}d`,
    having: dice => `tags.name:${dice.pick(environments)} and not tags.name:frozen`,
  },
  {
    name: 'assets that a CVE threatens',
    entity: 'asset',
    sort: 'name',
    facets: assetFacets,
    query: dice => `vulnerabilities.cve:${cveNumber(dice)}`,
  },
  {
    name: 'patches for a CVE',
    entity: 'patch',
    sort: 'publishedDate',
    descending: true,
    facets: patchFacets,
    query: dice => `cve:${cveNumber(dice)}`,
  },
  {
    name: 'vulnerabilities known to be exploited and likely',
    entity: 'asset',
    sort: 'name',
    facets: assetFacets,
    query: dice => `vulnerabilities:(kev:true and epss>0.${50 + dice.int(40)})`,
  },
  {
    name: 'exposed for more than 30 days',
    entity: 'asset',
    sort: 'exposedSince',
    facets: assetFacets,
    query: dice => `exposedSince<now-${30 + dice.int(30)}d`,
  },
  {
    name: 'negation',
    entity: 'asset',
    sort: 'missingPatchCount',
    descending: true,
    facets: assetFacets,
    query: dice =>
      `missingPatchCount>${dice.int(20)} and not tags.name:${dice.pick(environments)} and not osFamily:windows`,
  },
  {
    name: 'CIDR',
    entity: 'asset',
    sort: 'name',
    facets: assetFacets,
    query: dice => `interfaces.address:10.${dice.int(4)}.${dice.int(16) * 16}.0/20`,
  },
  {
    name: 'software below a version',
    entity: 'asset',
    sort: 'name',
    facets: assetFacets,
    query: dice => `software:(name:\`${dice.pick(linuxSources)}\` and version<${1 + dice.int(9)}.${dice.int(40)})`,
  },
  {
    name: 'top 10 patches inside a scope of 1,250 assets',
    entity: 'patch',
    sort: 'missingCount',
    descending: true,
    status: 'missing',
    scoped: true,
    limit: 10,
    facets: patchFacets,
    query: dice => `isSecurity:true and publishedDate<now-${dice.int(30)}d`,
  },
  {
    name: 'assets inside a scope of 1,250',
    entity: 'asset',
    sort: 'missingPatchCount',
    descending: true,
    scoped: true,
    facets: assetFacets,
    query: dice => `missingPatchCount>${dice.int(10)}`,
  },
  {
    name: 'patches of a severity that somebody misses',
    entity: 'patch',
    sort: 'missingCount',
    descending: true,
    facets: patchFacets,
    query: dice =>
      `severity:${dice.pick(['Critical', 'Important', 'Moderate'])} and patchStatus:Missing and publishedDate<now-${dice.int(90)}d`,
  },
  {
    name: 'jobs by owner and state',
    entity: 'job',
    sort: 'modified',
    descending: true,
    facets: jobFacets,
    query: dice =>
      `owner:${dice.pick(['Ada', 'Bruno', 'Chiara', 'Dmitri'])} and status:[${dice.pick(['Enabled', 'Disabled'])}, Completed]`,
  },
  {
    name: 'results of a job that failed',
    entity: 'task',
    sort: 'ended',
    descending: true,
    facets: ['status', 'failureReason'],
    query: dice => `job.name:"wave ${1 + dice.int(4)}" and status:Failed and ended>now-${1 + dice.int(30)}d`,
  },
]

/** What is typed into the box, and the entity and token whose values it completes. */
export const completionCases: readonly {
  readonly name: string
  readonly entity: Entity
  readonly token: string
  prefix(dice: Dice): string
}[] = [
  {
    name: 'operatingSystem',
    entity: 'asset',
    token: 'operatingSystem',
    prefix: dice => dice.pick(['', 'm', 'u', 'red']),
  },
  { name: 'tags.name', entity: 'asset', token: 'tags.name', prefix: dice => dice.pick(['', 'p', 'f', 'be']) },
  { name: 'name', entity: 'asset', token: 'name', prefix: dice => `${dice.pick(roles)}-0${dice.int(10)}` },
  {
    name: 'software.name',
    entity: 'asset',
    token: 'software.name',
    prefix: dice => dice.pick(linuxSources).slice(0, 1 + dice.int(4)),
  },
  { name: 'hardware.model', entity: 'asset', token: 'hardware.model', prefix: dice => dice.pick(['', 'p', 'l']) },
  { name: 'lastLoggedOnUser', entity: 'asset', token: 'lastLoggedOnUser', prefix: dice => `user${dice.int(100)}` },
  { name: 'vendor', entity: 'patch', token: 'vendor', prefix: dice => dice.pick(['', 'm', 'r', 'vendor 1']) },
  { name: 'cve', entity: 'patch', token: 'cve', prefix: dice => `CVE-${2023 + dice.int(4)}-${1 + dice.int(6)}` },
  { name: 'product', entity: 'patch', token: 'product', prefix: dice => dice.pick(['', 'm', 'lib1', 'product 2']) },
  { name: 'owner', entity: 'job', token: 'owner', prefix: dice => dice.pick(['', 'a', 'b']) },
]
