import { type RollbackEntry, rollbackSection, type Row, toText } from '@patchyard/protocol'
import type { RollbackPoint } from '../ports/rollback.ts'
import { type ReportContext, rowsOf } from './rows.ts'

/** What could be taken back on this host, and what could not and why. */
export function rollbackRows(points: readonly RollbackPoint[], context: Pick<ReportContext, 'commonArch'>): Row[] {
  return rowsOf<RollbackEntry>(
    rollbackSection,
    points.flatMap(point => {
      const [reason] = point.verdict.reasons
      return point.changes.map(one => ({
        patch: toText(point.patch, 200),
        package: toText(one.name, 200),
        arch: toText(context.commonArch(one.arch), 32),
        installed: toText(one.now, 200),
        earlier: toText(one.earlier, 200),
        oneWay: point.verdict.reversible ? '' : toText(reason?.code ?? 'not_kept', 40),
        detail: toText(reason?.detail ?? '', 200),
        keptAt: Math.max(0, point.madeMs),
      }))
    }),
  )
}
