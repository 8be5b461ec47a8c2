import { parseKbKey } from '@patchyard/domain'
import { isSuse } from '../fields/suse.ts'
import type { FixedPackage, PatchRecord } from '../records/patch-record.ts'
import { type ComposedPatch, noLabels, type PackageRule } from './composed.ts'
import { distinct } from './distinct.ts'
import type { AdvisoryNotice, FactBody } from './fact.ts'

type FixedBy = Extract<FactBody, { kind: 'fixedBy' }>

/**
 * One patch of all facts under its key, in the order of their sources' trust: what the first source says of it stands, CVEs, advisories
 * and references are those of all. Without a source that lists the patch itself, an advisory of an RPM distribution is the patch, for it
 * is what its engine installs. null: nothing of it is a patch.
 */
export function composePatch(key: string, facts: readonly FactBody[]): ComposedPatch | null {
  const listed = facts.filter(fact => fact.kind === 'patch')
  const notices = facts.filter(fact => fact.kind === 'fixedBy')
  const [first] = listed
  const base = first === undefined ? ofAdvisory(key, notices) : ofRecord(first, notices)
  if (base === null) return null
  return {
    ...base,
    cves: distinct([...listed.flatMap(patch => patch.cves), ...notices.flatMap(notice => notice.advisory.cves)]),
    advisories: noticesOf(listed, notices),
    references: distinct(listed.flatMap(patch => patch.references)).slice(0, 200),
  }
}

function ofRecord(record: PatchRecord, notices: readonly FixedBy[]): ComposedPatch {
  const packages = record.detection?.kind === 'packages' ? record.detection.packages : []
  const sizes = record.files.flatMap(file => file.bytes ?? [])
  const distro = /^rpm:([^/]+)\//.exec(record.key)?.[1] ?? (record.key.startsWith('suse:') ? 'suse' : '')
  const kb = parseKbKey(record.key)
  return {
    key: record.key,
    title: record.title,
    platform: record.platform,
    distro,
    track: record.track,
    version: record.version,
    versionScheme: record.versionScheme,
    vendor: record.vendor,
    type: /^(?:winget|cask|own):/.test(record.key) ? 'Application' : 'OS',
    category: record.category,
    isSecurity: record.isSecurity || record.cves.length > 0,
    vendorSeverity: record.vendorSeverity,
    severity: record.severity,
    cves: [],
    advisories: [],
    labels: {
      ...noLabels,
      product: distinct(record.products),
      appFamily: distinct(record.families),
      architecture: distinct([
        ...record.files.flatMap(file => (file.arch === '' ? [] : [file.arch])),
        ...packages.flatMap(one => (one.arch === '' ? [] : [one.arch])),
      ]),
      kb: kb === null ? [] : [`KB${kb.number}`],
      bulletin: distinct(record.advisories.filter(name => /^MS\d\d-\d{3}$/.test(name))),
    },
    issuedAtMs: record.issuedAtMs,
    updatedAtMs: record.updatedAtMs,
    reboot: record.reboot,
    // Files of several architectures are alternatives; those of packages come together.
    sizeBytes: sizes.length === 0 ? null : Math.max(...sizes),
    downloadMethod: record.downloadMethod,
    deprecatedAtMs: record.deprecated === null ? null : (record.deprecated.atMs ?? record.updatedAtMs ?? 0),
    deprecatedBecause: record.deprecated?.reason ?? '',
    files: record.files,
    install: record.install,
    detection: record.detection,
    references: [],
    rules: placesOf(distro, notices).flatMap(place => packages.map(one => ruleOf(place.distro, place.release, one))),
  }
}

/** For which systems it is: those that notices name, as SUSE's keys do not say which of its distributions; otherwise all releases of its own. */
function placesOf(
  distro: string,
  notices: readonly FixedBy[],
): { readonly distro: string; readonly release: string }[] {
  const named = new Map(notices.map(({ fix }) => [`${fix.distro}/${fix.release}`, fix] as const))
  return named.size === 0 ? [{ distro, release: '' }] : [...named.values()]
}

const ruleOf = (distro: string, release: string, fixed: FixedPackage): PackageRule => ({
  distro,
  release,
  of: 'binary',
  name: fixed.name,
  arch: fixed.arch,
  scheme: 'rpm',
  version: fixed.version,
  module: fixed.module,
})

function ofAdvisory(key: string, notices: readonly FixedBy[]): ComposedPatch | null {
  const [first] = notices
  // SUSE's advisories are patches under names of their own, one in each product: under its own name one would stand beside them.
  if (first === undefined || first.fix.of !== 'binary' || isSuse(first.fix.distro)) return null
  const { advisory, fix } = first
  const rules = notices.map(notice => ruleOf(notice.fix.distro, notice.fix.release, notice.fix.package))
  return {
    key,
    title: advisory.title === '' ? advisory.name : advisory.title,
    platform: 'linux',
    distro: fix.distro,
    track: key,
    version: '',
    versionScheme: null,
    vendor: '',
    type: 'OS',
    category: advisory.category,
    isSecurity: advisory.category === 'security' || advisory.cves.length > 0,
    vendorSeverity: advisory.vendorSeverity,
    severity: advisory.severity,
    cves: [],
    advisories: [],
    labels: {
      ...noLabels,
      product: distinct(rules.map(rule => rule.name)).slice(0, 500),
      architecture: distinct(rules.flatMap(rule => (rule.arch === '' ? [] : [rule.arch]))),
      supportedOs: distinct(rules.map(rule => `${rule.distro} ${rule.release}`.trim())),
    },
    issuedAtMs: advisory.issuedAtMs,
    updatedAtMs: advisory.updatedAtMs,
    reboot: advisory.reboot,
    sizeBytes: null,
    downloadMethod: 'automatic',
    deprecatedAtMs: null,
    deprecatedBecause: '',
    files: [],
    install: null,
    detection: null,
    references: [],
    rules,
  }
}

function noticesOf(listed: readonly PatchRecord[], notices: readonly FixedBy[]): AdvisoryNotice[] {
  const all = new Map(notices.map(({ advisory }) => [advisory.name, advisory]))
  for (const patch of listed) {
    for (const name of patch.advisories) if (!all.has(name)) all.set(name, bareNotice(name, patch))
  }
  return [...all.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const bareNotice = (name: string, patch: PatchRecord): AdvisoryNotice => ({
  name,
  title: patch.title,
  category: patch.isSecurity ? 'security' : '',
  vendorSeverity: patch.vendorSeverity,
  severity: patch.severity,
  issuedAtMs: patch.issuedAtMs,
  updatedAtMs: patch.updatedAtMs,
  url: '',
  cves: patch.cves,
  replaces: [],
  reboot: patch.reboot,
})
