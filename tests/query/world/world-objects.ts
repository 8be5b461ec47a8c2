import { canonicalJson, taskIsOpen, taskStates } from '@patchyard/domain'
import type { Entity, QueryObject } from '@patchyard/query'
import {
  isListed,
  idIn,
  labelKinds,
  personIdIn,
  type World,
  type WorldAsset,
  type WorldAudit,
  type WorldJob,
  type WorldTask,
} from './world.ts'

/** Places of the scope's tags in the world; null: everything. */
export type WorldScope = readonly number[] | null

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

/**
 * The objects of one entity that somebody with that scope sees, by their place in the world: the rules of the language
 * (decisions.md, query-language.md §3) in plain loops.
 */
export function objectsOf(world: World, entity: Entity, scope: WorldScope, nowMs: number): Map<number, QueryObject> {
  const objects = new Map<number, QueryObject>()
  all[entity](world, scope, nowMs).forEach((object, i) => {
    if (object !== null) objects.set(i, object)
  })
  return objects
}

const all: { readonly [E in Entity]: (world: World, scope: WorldScope, nowMs: number) => (QueryObject | null)[] } = {
  asset: (world, scope, nowMs) =>
    world.assets.map(a => (isListed(a) && inScope(world, a, scope) ? assetObject(world, a, nowMs) : null)),
  patch: (world, scope) =>
    world.patches.map((_, i) =>
      scope === null ||
      world.assets.some(a => isListed(a) && inScope(world, a, scope) && a.findings.some(f => f.patch === i))
        ? patchObject(world, i, scope)
        : null,
    ),
  job: (world, scope) => world.jobs.map((j, i) => (scope?.length === 0 ? null : jobObject(world, j, i, scope))),
  task: (world, scope) =>
    world.tasks.map(t => {
      const asset = world.assets[t.asset]
      return asset !== undefined && inScope(world, asset, scope) ? taskObject(world, t) : null
    }),
  vulnerability: (world, scope) =>
    world.cves.map((c, i) => {
      const hidden = !c.catalog && world.cves.some(other => other.catalog && other.cve === c.cve)
      const known = scope === null || holders(world, c.cve, scope, null).length > 0
      return hidden || !known ? null : vulnerabilityObject(world, i, scope)
    }),
  audit: (world, scope) => world.audit.map((a, i) => (scope === null ? auditObject(world, a, i) : null)),
}

/** A tag stands for itself and for those above it. */
function withParents(world: World, tag: number): number[] {
  const parent = world.tags[tag]?.parent ?? null
  return parent === null ? [tag] : [tag, ...withParents(world, parent)]
}

export const inScope = (world: World, a: WorldAsset, scope: WorldScope): boolean =>
  scope === null || a.tags.some(tag => withParents(world, tag).some(one => scope.includes(one)))

function holders(world: World, cve: string, scope: WorldScope, status: 'missing' | null): WorldAsset[] {
  return world.assets.filter(
    a =>
      isListed(a) &&
      inScope(world, a, scope) &&
      a.findings.some(
        f => (status === null || f.status === status) && world.patches[f.patch]?.cves.includes(cve) === true,
      ),
  )
}

function assetObject(world: World, a: WorldAsset, nowMs: number): QueryObject {
  const missing = a.findings.filter(f => f.status === 'missing')
  const stale = a.standing === 'active' && nowMs - Date.parse(a.seenAt) > WEEK_MS
  const tags = [...new Set(a.tags.flatMap(tag => withParents(world, tag)))]
  const cves = missing.flatMap(f => world.patches[f.patch]?.cves ?? [])
  return {
    name: a.name,
    id: a.publicId,
    operatingSystem: a.osName,
    osFamily: a.osFamily,
    osVersion: a.osVersion,
    platform: a.platform,
    architecture: a.architecture,
    kernel: a.kernel,
    tags: tags.map(tag => ({ name: world.tags[tag]?.name ?? '', id: world.tags[tag]?.publicId ?? '' })),
    interfaces: a.interfaces.map(n => ({ name: n.name, address: n.address, macAddress: n.mac })),
    hardware: { model: a.model, manufacturer: a.manufacturer },
    lastLoggedOnUser: a.lastUser,
    agentVersion: a.agentVersion,
    agentStatus: stale ? 'stale' : a.standing,
    lastCheckIn: a.seenAt,
    scanStatus: a.scanStatus,
    scanDateTime: a.scanAt,
    activatedDate: a.activatedAt,
    exposedSince: a.exposedAt,
    licensed: a.licensed,
    rebootPending: a.rebootNeeded,
    servicesToRestart: a.restartCount,
    vulnerableInMemory:
      (a.rebootNeeded || a.restartCount > 0) &&
      a.findings.some(f => f.status === 'installed' && world.patches[f.patch]?.isSecurity === true),
    missingPatchCount: missing.length,
    latestMissingPatchCount: missing.filter(f => f.latest).length,
    installedPatchCount: a.findings.length - missing.length,
    missingCriticalCount: missing.filter(f => world.patches[f.patch]?.severity === 'critical').length,
    riskScore: a.riskScore,
    criticality: a.criticality,
    virtual: a.virtualization !== '' && a.virtualization !== 'none',
    timeZone: a.timeZone,
    software: a.software.map(one => ({ ...one })),
    vulnerabilities: world.cves
      .filter(c => cves.includes(c.cve))
      .map(c => ({ cve: c.cve, severity: c.severity, kev: c.kev, epss: c.epss })),
    activationKey: a.activationKey,
    isEvaluationEdition: a.isEvaluation,
  }
}

function patchObject(world: World, i: number, scope: WorldScope): QueryObject {
  const p = world.patches[i] as World['patches'][number]
  const count = (status: string): number =>
    world.assets.filter(
      a => isListed(a) && inScope(world, a, scope) && a.findings.some(f => f.patch === i && f.status === status),
    ).length
  const [missing, installed] = [count('missing'), count('installed')]
  return {
    id: p.publicId,
    title: p.title,
    isSecurity: p.isSecurity,
    category: p.category,
    publishedDate: p.publishedAt,
    modifiedDate: p.modifiedAt,
    vendor: p.vendor,
    vendorSeverity: p.vendorSeverity,
    severity: p.severity,
    type: p.type,
    platform: p.platform,
    advisory: p.advisories,
    cve: p.cves,
    cvss: p.cvss,
    epss: p.epss,
    kev: p.kev,
    kevDueDate: p.kevDueAt,
    ransomware: p.ransomware,
    exploited: p.exploited,
    patchStatus: [...(missing > 0 ? ['missing'] : []), ...(installed > 0 ? ['installed'] : [])],
    isSuperseded: p.supersededBy !== null,
    isLatest: p.supersededBy === null,
    supersedes: world.patches.filter(other => other.supersededBy === i).map(other => other.title),
    supersededBy: p.supersededBy === null ? [] : [world.patches[p.supersededBy]?.title ?? ''],
    rebootRequired: p.rebootRequired,
    isRollback: p.isRollback,
    downloadMethod: p.downloadMethod,
    isCustomizedDownloadUrl: p.isCustomizedDownloadUrl,
    isDeprecated: p.isDeprecated,
    isEsuPatch: p.isEsu,
    packageName: p.packages,
    size: p.size,
    missingCount: missing,
    installedCount: installed,
    source: p.source,
    ...Object.fromEntries(labelKinds.map(kind => [kind, p.labels[kind] ?? []])),
  }
}

function jobObject(world: World, j: WorldJob, i: number, scope: WorldScope): QueryObject {
  const tasks = world.tasks.filter(t => {
    const asset = world.assets[t.asset]
    return t.job === i && asset !== undefined && inScope(world, asset, scope)
  })
  const percent = (states: readonly string[]): number | null =>
    tasks.length === 0 ? null : Math.floor((100 * tasks.filter(t => states.includes(t.state)).length) / tasks.length)
  const person = (n: number): QueryObject => ({ id: world.subscriptionId * 1000 + n + 1, ...world.people[n] })
  return {
    name: j.name,
    id: j.publicId,
    status: j.state,
    type: j.kind,
    platform: j.platform,
    scheduleType: j.scheduleType,
    owner: person(j.owner),
    coAuthor: j.coAuthors.map(person),
    created: j.createdAt,
    modified: j.modifiedAt,
    nextRun: j.nextRunAt,
    lastRun: j.lastRunAt,
    isRecurring: j.isRecurring,
    isQueryBased: j.isQueryBased,
    isComplete: j.isComplete,
    patchCount: j.patchCount,
    assetCount: j.assetCount,
    completionPercent: percent(taskStates.filter(state => !taskIsOpen(state))),
    successPercent: percent(['succeeded']),
    tags: j.tags.map(tag => ({ name: world.tags[tag]?.name ?? '' })),
  }
}

function taskObject(world: World, t: WorldTask): QueryObject {
  const codes = t.items.flatMap(one => one.exitCode ?? [])
  const job = world.jobs[t.job]
  return {
    job: { name: job?.name ?? '', id: job?.publicId ?? '' },
    asset: { name: world.assets[t.asset]?.name ?? '' },
    status: t.state,
    failureReason: t.reason,
    exitCode: codes.find(code => code !== 0) ?? codes[0] ?? null,
    items: t.items.map(one => ({
      patchId: world.patches[one.patch]?.publicId ?? '',
      title: world.patches[one.patch]?.title ?? '',
      result: one.state,
      reason: one.reason,
    })),
    started: t.startedAt,
    ended: t.endedAt,
    rebooted: t.rebooted,
    deferrals: t.deferrals,
  }
}

function vulnerabilityObject(world: World, i: number, scope: WorldScope): QueryObject {
  const c = world.cves[i] as World['cves'][number]
  return {
    cve: c.cve,
    title: c.title,
    severity: c.severity,
    cvss: c.cvss,
    cvssVector: c.vector,
    epss: c.epss,
    epssPercentile: c.percentile,
    kev: c.kev,
    kevDueDate: c.kevDueAt,
    ransomware: c.ransomware,
    publishedDate: c.publishedAt,
    modifiedDate: c.modifiedAt,
    affectedAssetCount: holders(world, c.cve, scope, 'missing').length,
    patchable: world.patches.some(p => p.cves.includes(c.cve) && !p.isDeprecated),
    ssvc: { exploitation: c.exploitation, automatable: c.automatable, technicalImpact: c.impact },
    cwe: c.cwes,
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** Operators are not named to a subscription. */
function auditObject(world: World, a: WorldAudit, i: number): QueryObject {
  const s = world.subscriptionId
  const isNamed = typeof a.actor === 'number' && ['session', 'apiKey'].includes(a.kind)
  const id = typeof a.actor === 'number' ? personIdIn(s, a.actor) : a.actor
  const person = isNamed ? world.people[a.actor] : undefined
  const [kind, of] = a.object
  return {
    n: idIn(s, i),
    at: a.at,
    actor: person === undefined ? { id: null, name: id, email: '' } : { id: idIn(s, a.actor as number), ...person },
    actorKind: a.kind,
    actorId: uuid.test(id) ? id : null,
    address: a.kind === 'anonymous' ? a.actor : null,
    action: a.action,
    object: of === null ? kind : `${kind}:${of}`,
    objectKind: kind,
    objectId: of !== null && uuid.test(of) ? of : null,
    detail: Object.keys(a.detail).length === 0 ? '' : canonicalJson(a.detail),
  }
}
