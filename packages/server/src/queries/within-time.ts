import { DatabaseAway } from '../database/errors.ts'
import { sqlStateOf } from '../database/sql-state.ts'

/** null when a statement of the work met its time limit (57014 query_canceled); every other failure is thrown on. */
export async function withinTime<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DatabaseAway && sqlStateOf(error.cause) === '57014') return null
    throw error
  }
}
