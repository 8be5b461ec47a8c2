import { cveName } from '../../fields/cve-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { Rejection } from '../../records/record.ts'
import type { VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import type { EpssModel, EpssRow } from './parse.ts'

export function mapRow(row: EpssRow, model: EpssModel): VulnerabilityRecord | Rejection {
  const cve = cveName(row.cve)
  if (cve === null) return { kind: 'rejected', where: `row ${row.number}`, reason: 'names no CVE' }
  const probability = shareOf(row.epss)
  if (probability === null) return rejected(cve, 'probability', row.epss)
  const percentile = row.percentile === null ? null : shareOf(row.percentile)
  if (row.percentile !== null && percentile === null) return rejected(cve, 'percentile', row.percentile)
  return {
    kind: 'vulnerability',
    cve,
    epss: { probability, percentile, modelVersion: model.version, scoredAtMs: model.scoredAtMs },
  }
}

// The publisher writes five or nine decimal places, some as 9e-05; what is smaller comes from no model of his.
const SMALLEST = 1e-9

/** A number from 0 to 1; null for all else: text, NaN, hexadecimal, 1.5, and 1e-400, which would be read as 0. */
function shareOf(text: string): number | null {
  const match = /^(\d+(?:\.\d{1,30})?)(?:[eE][+-]?\d{1,3})?$/.exec(text)
  if (match === null) return null
  const value = Number(text)
  const isZero = !/[1-9]/.test(match[1] ?? '')
  return value <= 1 && (isZero || value >= SMALLEST) ? value : null
}

const rejected = (cve: string, what: string, found: string): Rejection => ({
  kind: 'rejected',
  where: cve,
  reason: `has "${lineOf(found, 40)}" for a ${what}, which is no number from 0 to 1`,
})
