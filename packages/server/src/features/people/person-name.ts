import { tagNameLook, tagNameProblem, tidyTagName } from '@patchyard/domain'
import { foldText } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'

// Who gives rights by a name must not be able to take one person for another (G9). The rules are those of tags: a word of one
// alphabet, nothing that cannot be seen, and nothing that a reader takes for what exists.

export interface Written {
  readonly text: string
  readonly field: '/name' | '/email'
}

/** As it is kept. Throws Problem `person_name_refused`. */
export function tidyName({ text, field }: Written): string {
  const tidy = tidyTagName(text)
  const problem = tagNameProblem(tidy)
  if (problem !== null) throw new Problem('person_name_refused', { field, detail: sentences[problem] })
  return tidy
}

const sentences = {
  empty: 'nothing of it can be seen',
  tooLong: 'it is too long',
  invisible: 'it holds letters that cannot be seen',
  mixedScripts: 'one of its words mixes alphabets that look alike',
} as const

const lookOf = (text: string): string => tagNameLook(foldText(text))

/**
 * Throws Problem `person_name_taken` or `person_looks_alike` when somebody else of the subscription has the name, or a name or address
 * that looks the same. Asked behind the lock of people, so that of two at the same time one sees the other.
 */
export async function refuseLookAlikes(
  trx: Trx,
  written: readonly Written[],
  exceptPersonId: number | null,
): Promise<void> {
  const { rows } = await sql<{ name: string; email: string }>`
    select p.name, p.email from membership m join person p on p.id = m.person_id
     where m.person_id is distinct from ${exceptPersonId}::bigint`.execute(trx)
  for (const { text, field } of written) {
    const member = field === '/name' ? 'name' : 'email'
    for (const row of rows) {
      const other = row[member]
      if (lookOf(other) !== lookOf(text)) continue
      const same = foldText(other) === foldText(text)
      throw new Problem(same && field === '/name' ? 'person_name_taken' : 'person_looks_alike', { field })
    }
  }
}
