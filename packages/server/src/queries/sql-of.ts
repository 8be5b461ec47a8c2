import type { SqlFragment } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'

/**
 * A statement of the language's compiler for Kysely. Its texts are constants of the compiler, checked in as snapshots; every
 * value goes beside them as a parameter.
 */
export function sqlOf<Row>(fragment: SqlFragment): RawBuilder<Row> {
  return sql<Row>(fragment.strings as unknown as TemplateStringsArray, ...fragment.values)
}
