import { Problem } from '../errors/problem.ts'

/** The database cannot be reached, is starting, or did not answer in time; nothing of the transaction is kept. */
export class DatabaseAway extends Problem {
  override readonly name = 'DatabaseAway'

  constructor(cause: unknown) {
    super('busy', { detail: 'the database does not answer just now', retryAfterS: 2 }, cause)
  }
}

/** No room on the database's disk; nothing of the transaction is kept. */
export class DatabaseDiskFull extends Problem {
  override readonly name = 'DatabaseDiskFull'

  constructor(cause: unknown) {
    super('disk_full', { retryAfterS: 30 }, cause)
  }
}

/** The reply to COMMIT was lost: the transaction may be kept or not. Only the caller knows how to find out. */
export class UnknownOutcome extends Problem {
  override readonly name = 'UnknownOutcome'

  constructor(cause: unknown) {
    super('unknown_outcome', {}, cause)
  }
}
