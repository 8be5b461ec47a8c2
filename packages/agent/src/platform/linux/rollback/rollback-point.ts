import { createHash } from 'node:crypto'
import type { KeptChange, OneWayReason, RollbackPoint } from '../../../core/ports/rollback.ts'

// A rollback point as a file of its own. The store is the agent's folder, but what is read back as root is checked like anything else:
// a torn, foreign or newer file is no point.

const VERSION = 1

/** Name of the file of a patch's point; a newer point of the same patch takes its place. */
export function pointId(patch: string): string {
  return createHash('sha256').update(patch).digest('hex').slice(0, 32)
}

export function pointText(point: RollbackPoint): string {
  return JSON.stringify({ version: VERSION, ...point })
}

/** Null for anything that {@link pointText} did not write. */
export function readPoint(text: string): RollbackPoint | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(value) || value['version'] !== VERSION) return null
  const { patch, madeMs, verdict, changes, additions } = value
  const good =
    isText(patch) &&
    typeof madeMs === 'number' &&
    isRecord(verdict) &&
    typeof verdict['reversible'] === 'boolean' &&
    isListOf(verdict['reasons'], isReason) &&
    isListOf(changes, isChange) &&
    isListOf(additions, one => isRecord(one) && isText(one['name']) && isText(one['arch']) && isText(one['version']))
  if (!good) return null
  return {
    patch,
    madeMs,
    verdict: { reversible: verdict['reversible'] as boolean, reasons: verdict['reasons'] as OneWayReason[] },
    changes: changes as KeptChange[],
    additions: additions as RollbackPoint['additions'],
  }
}

type Fields = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 1000
const isListOf = (value: unknown, is: (one: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && value.every(is)

function isReason(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['code']) &&
    typeof value['detail'] === 'string' &&
    (value['package'] === null || isText(value['package']))
  )
}

function isChange(value: unknown): boolean {
  if (!isRecord(value) || !['name', 'arch', 'earlier', 'now'].every(field => isText(value[field]))) return false
  const file = value['file']
  if (file === null) return true
  return (
    isRecord(file) &&
    typeof file['sha256'] === 'string' &&
    /^[0-9a-f]{64}$/.test(file['sha256']) &&
    Number.isSafeInteger(file['bytes'])
  )
}
