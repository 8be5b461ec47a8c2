import type {
  Finding,
  Job,
  PatchDetail,
  QueryCompletion,
  QueryExplanation,
  QueryWhy,
  QueryWhyRequest,
  Vulnerability,
} from '@patchyard/api'
import {
  check,
  type Entity,
  explainPlainly,
  findToken,
  matches,
  type QueryObject,
  type QueryTree,
  whyInMemory,
} from '@patchyard/query'
import { contextAt, type Sought } from './find-in-sample.ts'
import type { SampleAsset } from './sample-assets.ts'
import { spread } from './sample-ids.ts'

const me = { id: 1, name: 'Ada King', email: 'ada.king@example.org' }

const assetObject = ({ asset, findings }: SampleAsset): QueryObject => ({
  ...(asset as unknown as QueryObject),
  rebootPending: asset.rebootNeeded,
  vulnerableInMemory: asset.rebootNeeded && asset.installedPatchCount > 0,
  lastLoggedOnUser: asset.lastUser,
  tags: asset.tags,
  software: [],
  vulnerabilities: findings.flatMap(one => (one.status === 'missing' ? one.cves.map(cve => ({ cve })) : [])),
  hardware: { model: asset.model, manufacturer: asset.manufacturer },
  interfaces: asset.interfaces.map(one => ({
    name: one.name,
    macAddress: one.mac,
    address: one.address.replace(/\/.*/, ''),
  })),
})

const patchObject = (patch: PatchDetail): QueryObject => ({
  ...(patch as unknown as QueryObject),
  severity: patch.severity === '' ? 'none' : patch.severity,
  vendorSeverity: patch.vendorSeverity,
  cve: patch.cves,
  advisory: patch.advisories,
  rebootRequired: patch.rebootSuggested,
  publishedDate: patch.issuedAt,
  packageName: patch.packages.map(one => one.name),
})

const jobObject = (job: Job): QueryObject => ({
  ...(job as unknown as QueryObject),
  type: job.kind,
  created: job.createdAt,
  modified: job.modifiedAt,
  lastRun: job.lastRunAt,
  owner: job.owner === me.email ? me : { id: 2, name: job.owner, email: job.owner },
})

interface Fleet {
  readonly samples: readonly SampleAsset[]
  readonly patches: readonly PatchDetail[]
}

export function soughtAssets({ samples, patches }: Fleet): Sought<SampleAsset['asset']>[] {
  const objects = new Map(patches.map(patch => [patch.id, patchObject(patch)]))
  return samples.map(sample => ({
    row: sample.asset,
    object: assetObject(sample),
    findings: sample.findings.flatMap((finding: Finding) => {
      const other = objects.get(finding.patchId)
      return other === undefined ? [] : [{ status: finding.status, other }]
    }),
  }))
}

export function soughtPatches({ samples, patches }: Fleet): Sought<PatchDetail>[] {
  return patches.map(patch => ({
    row: patch,
    object: patchObject(patch),
    findings: samples.flatMap(sample =>
      sample.findings
        .filter(finding => finding.patchId === patch.id)
        .map(finding => ({ status: finding.status, other: assetObject(sample) })),
    ),
  }))
}

export const soughtJobs = (jobs: readonly Job[]): Sought<Job>[] =>
  jobs.map(row => ({ row, object: jobObject(row), findings: [] }))

export function soughtVulnerabilities({ samples, patches }: Fleet, nowMs: number): Sought<Vulnerability>[] {
  return patches.flatMap((patch, p) =>
    patch.vulnerabilities.map((known, i): Sought<Vulnerability> => {
      const luck = spread(p, i, 4)
      const row: Vulnerability = {
        cve: known.cve,
        title: known.title,
        severity: known.severity,
        cvss: known.cvss,
        cvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        cvssVersion: '3.1',
        epss: known.epss,
        epssPercentile: (luck % 99) / 100,
        kev: known.kev,
        kevDueDate: known.kevDueDate,
        ransomware: known.ransomware,
        cwe: ['CWE-416'],
        ssvc: known.kev
          ? { exploitation: 'active', automatable: 'yes', technicalImpact: 'total' }
          : { exploitation: '', automatable: '', technicalImpact: '' },
        publishedDate: new Date(nowMs - (luck % 90) * 86_400_000).toISOString(),
        modifiedDate: null,
        affectedAssetCount: samples.filter(one =>
          one.findings.some(finding => finding.patchId === patch.id && finding.status === 'missing'),
        ).length,
        patchable: true,
      }
      return { row, object: row, findings: [] }
    }),
  )
}

type Kinds = { readonly [E in Entity]: readonly QueryObject[] }

/** A tree with counts, as the server explains a query. */
export function explainInSample(
  kinds: Kinds,
  entity: Entity,
  text: string,
  having: string | null,
  nowMs: number,
): QueryExplanation {
  const other: Entity = entity === 'asset' ? 'patch' : 'asset'
  const count = (tree: QueryTree): number =>
    kinds[tree.entity].filter(object => matches(tree, object, contextAt(nowMs))).length
  const rows = (of: QueryTree): QueryExplanation['clauses'] =>
    explainPlainly(of).map((place, n) => ({
      ...place,
      matches: count(check(place.text, { entity: of.entity }).tree ?? of),
      ms: 0.4 + n / 10,
    }))
  const tree = check(text, { entity }).tree
  const second = having === null ? null : check(having, { entity: other }).tree
  return {
    total: tree === null ? null : count(tree),
    ms: 1.2,
    everything: kinds[entity].length,
    clauses: tree === null ? [] : rows(tree),
    having: second === null ? null : rows(second),
  }
}

/** Why one object of the sample matches, by the evaluator in memory; null: there is none with that id. */
export function whyInSample(
  kinds: Kinds,
  { entity, text, id, ...more }: QueryWhyRequest,
  nowMs: number,
): QueryWhy | null {
  const other: Entity = entity === 'asset' ? 'patch' : 'asset'
  const [tree, second] = [check(text, { entity }).tree, check(more.having ?? '', { entity: other }).tree]
  const object = objectOf(kinds, entity, id)
  if (object === undefined || tree === null || second === null) return null
  const own = { ...answerOf(tree, object, nowMs), name: nameOf(object) }
  if (more.havingId === undefined) return { ...own, having: null }
  const otherSide = objectOf(kinds, other, more.havingId)
  if (otherSide === undefined) return null
  const finding = { state: 'missing', isLatest: true, holds: more.status !== 'installed' } as const
  const having = { ...answerOf(second, otherSide, nowMs), name: nameOf(otherSide), finding }
  return { ...own, matches: own.matches && having.matches && finding.holds, having }
}

const objectOf = (kinds: Kinds, entity: Entity, id: string): QueryObject | undefined =>
  kinds[entity].find(one => String(one['id'] ?? one['cve']).toLowerCase() === id.toLowerCase())

const nameOf = (object: QueryObject): string => String(object['name'] ?? object['title'] ?? object['cve'])

function answerOf(tree: QueryTree, object: QueryObject, nowMs: number): Pick<QueryWhy, 'matches' | 'clauses'> {
  const { matches: isMatch, clauses } = whyInMemory(tree, object, contextAt(nowMs))
  return {
    matches: isMatch,
    clauses: clauses.map(({ found, ...clause }) => ({ ...clause, found: found === null ? null : [...found] })),
  }
}

/** Stored values of the token before the cursor, with how often they occur. */
export function completeInSample(kinds: Kinds, entity: Entity, text: string, position: number): QueryCompletion {
  const typed = /(\S+?)\s*:\s*`?([^\s`]*)$/.exec(text.slice(0, position))
  const token = typed?.[1] === undefined ? undefined : findToken(entity, typed[1])
  if (typed === null || token === undefined) return { from: position, to: position, options: [] }
  const prefix = (typed[2] ?? '').toLowerCase()
  const counts = new Map<string, number>()
  for (const object of kinds[entity])
    for (const value of valuesAt(object, token.name.split('.')))
      if (value.toLowerCase().startsWith(prefix)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return {
    from: position - (typed[2] ?? '').length,
    to: position,
    options: [...counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 20)
      .map(([value, count]) => ({
        label: value,
        kind: 'value' as const,
        detail: '',
        insert: /^[\p{L}\p{N}.-]+$/u.test(value) ? value : `\`${value.replace(/[\\`]/g, '\\$&')}\``,
        count,
      })),
  }
}

function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(one => valuesAt(one, path))
  const [first, ...rest] = path
  if (first === undefined) return typeof value === 'string' && value !== '' ? [value] : []
  return typeof value === 'object' && value !== null ? valuesAt((value as Record<string, unknown>)[first], rest) : []
}
