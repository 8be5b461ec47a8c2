import type { Row } from './copy-rows.ts'
import { Dice } from './dice.ts'
import { type MadePatch, versionKeyOf } from './patches.ts'
import { dayMs } from './sizes.ts'
import { computedColumns, textColumns } from './text-columns.ts'
import type { MadeCve } from './vulnerabilities.ts'

/** `subscriptionId` 0: the installation's catalog. */
export function patchRow(patch: MadePatch, subscriptionId: number, cves: ReadonlyMap<string, MadeCve>): Row {
  const dice = new Dice('patch row', patch.id)
  const { kind } = patch
  const own = patch.cves.map(cve => cves.get(cve)).filter(cve => cve !== undefined)
  const kev = own.filter(cve => cve.kevDueMs !== null)
  const worst = (of: (cve: MadeCve) => number): number | null => (own.length === 0 ? null : Math.max(...own.map(of)))
  const category = patch.isSecurity ? 'security' : dice.pick(['bugfix', 'enhancement', 'feature'])
  return {
    id: patch.id,
    subscription_id: subscriptionId,
    public_id: dice.uuid(),
    key: patch.key,
    ...textColumns('title', patch.title),
    platform: kind.platform,
    distro: kind.platform === 'linux' ? `${kind.osId}/${kind.osVersion}` : '',
    track: patch.track,
    version: patch.version,
    version_key: versionKeyOf(patch.versionScheme, patch.version),
    ...textColumns('category', category),
    severity: patch.severity,
    vendor_severity: patch.severity,
    is_security: patch.isSecurity,
    reboot_suggested: dice.chance(0.15),
    size_bytes: 20_000 + dice.int(200_000_000),
    issued_at: new Date(patch.issuedMs),
    modified_at: new Date(patch.issuedMs + dice.int(5 * dayMs)),
    first_reported_at: new Date(patch.issuedMs + dice.int(2 * dayMs)),
    ...textColumns('source', kind.source === 'catalog' ? kind.provider : 'reported'),
    superseded_by: patch.supersededBy,
    ...textColumns('vendor', patch.vendor),
    ...textColumns('type', patch.kb === null ? 'Application' : 'OS'),
    kev: kev.length > 0,
    kev_due_at: kev.length > 0 ? new Date(Math.min(...kev.map(cve => cve.kevDueMs ?? 0))) : null,
    exploited: kev.length > 0,
    ransomware: own.some(cve => cve.ransomware),
    cvss: worst(cve => cve.cvss),
    epss: worst(cve => cve.epss),
  }
}

export function* labelRows(patches: Iterable<MadePatch>, subscriptionOf: (patch: MadePatch) => number): Generator<Row> {
  for (const patch of patches) {
    const { platform, osName } = patch.kind
    const labels: readonly (readonly [kind: string, value: string | null])[] = [
      ['appFamily', platform === 'windows' ? (patch.kb === null ? patch.product : 'Windows') : null],
      ['product', patch.product],
      ['architecture', platform === 'macos' ? 'arm64' : 'x86_64'],
      ['kb', patch.kb],
      ['supportedOs', osName],
    ]
    for (const [kind, value] of labels) {
      if (value === null) continue
      yield { patch_id: patch.id, kind, subscription_id: subscriptionOf(patch), ...textColumns('value', value) }
    }
  }
}

export function* patchCveRows(
  patches: Iterable<MadePatch>,
  subscriptionOf: (patch: MadePatch) => number,
): Generator<Row> {
  for (const patch of patches) {
    for (const cve of patch.cves) yield { patch_id: patch.id, cve, subscription_id: subscriptionOf(patch) }
  }
}

/** Advisories of those patches that are known by one. */
export function* advisoryRows(
  patches: Iterable<MadePatch>,
  subscriptionOf: (patch: MadePatch) => number,
): Generator<{ readonly advisory: Row; readonly link: Row }> {
  let id = 0
  for (const patch of patches) {
    if (patch.advisory === null) continue
    id += 1
    const subscription_id = subscriptionOf(patch)
    yield {
      advisory: {
        id,
        subscription_id,
        row_hash: new Dice('advisory', id).bytes(16),
        name: patch.advisory,
        ...computedColumns('name', patch.advisory),
        kind: patch.isSecurity ? 'security' : 'bugfix',
        severity: patch.severity,
        title: patch.title,
        issued_at: new Date(patch.issuedMs),
        cves: patch.cves,
        row: '[]',
      },
      link: { patch_id: patch.id, advisory_id: id, subscription_id },
    }
  }
}

/** What packageName searches: one or two packages of each patch. */
export function* updateRows(
  patches: Iterable<MadePatch>,
  subscriptionOf: (patch: MadePatch) => number,
): Generator<Row> {
  let id = 0
  for (const patch of patches) {
    if (patch.kind.platform !== 'linux') continue
    const dice = new Dice('update', patch.id)
    for (const suffix of dice.chance(0.6) ? ['', '-common'] : ['']) {
      id += 1
      yield {
        id,
        subscription_id: subscriptionOf(patch),
        row_hash: dice.bytes(16),
        patch_id: patch.id,
        ...textColumns('name', `${patch.packageName}${suffix}`),
        architecture: 'x86_64',
        installed: '1.0-1',
        candidate: patch.version === '' ? '1.0-2' : patch.version,
        is_security: patch.isSecurity,
        origin: patch.vendor,
        authenticated: true,
        held_back: null,
        row: '[]',
      }
    }
  }
}
