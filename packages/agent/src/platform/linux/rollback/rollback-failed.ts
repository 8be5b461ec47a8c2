import type { ActFailure, AuditResult } from '../../../core/ports/package-manager.ts'
import type { LeftBehind, RollbackOutcome } from '../../../core/ports/rollback.ts'

/** It failed before anything was changed. */
export function rollbackFailed(failure: ActFailure, audit: AuditResult, left: readonly LeftBehind[]): RollbackOutcome {
  return {
    outcome: 'failed',
    packages: [],
    audit,
    exitCode: null,
    log: '',
    failure,
    scoped: false,
    removed: [],
    left,
  }
}
