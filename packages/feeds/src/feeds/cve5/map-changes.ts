import { cveName } from '../../fields/cve-names.ts'
import { instantOf } from '../../fields/instants.ts'
import type { Follow, Rejection } from '../../records/record.ts'
import { changeShape, type CveDelta } from './cve-schema.ts'

/** The records that have changed since `sinceMs`, each once with its latest change. */
export function* mapChanges(deltas: readonly CveDelta[], sinceMs: number | null): Generator<Follow | Rejection> {
  const changed = new Map<string, number | null>()
  for (const delta of deltas) {
    for (const value of [...(delta.new ?? []), ...(delta.updated ?? [])]) {
      const change = changeShape.read(value)
      const cve = 'ok' in change ? cveName(change.ok.cveId) : null
      if ('problem' in change || cve === null) {
        yield {
          kind: 'rejected',
          where: `changes of ${delta.fetchTime.slice(0, 40)}`,
          reason: 'problem' in change ? change.problem : 'names no CVE',
        }
        continue
      }
      // Some are written without a zone; they are UTC like the others.
      const atMs = instantOf(change.ok.dateUpdated)
      const known = changed.get(cve)
      changed.set(cve, known == null || atMs === null ? (atMs ?? known ?? null) : Math.max(known, atMs))
    }
  }
  for (const [cve, changedAtMs] of changed) {
    // One that does not say when is read rather than missed.
    if (sinceMs !== null && changedAtMs !== null && changedAtMs <= sinceMs) continue
    yield { kind: 'follow', document: 'record', url: pathOf(cve), sha256: null, bytes: null, changedAtMs }
  }
}

/**
 * Beside the list: `2023/46xxx/CVE-2023-46695.json`. Made from the name and not from the address that the list has: a list then cannot
 * send us anywhere, and a mirror serves its own records.
 */
function pathOf(cve: string): string {
  const [, year = '', number = ''] = cve.split('-')
  return `${year}/${number.slice(0, -3)}xxx/${cve}.json`
}
