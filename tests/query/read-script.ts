import { isEntity, type Entity, type StatusFilter } from '@patchyard/query'

/** One line of a script: who asks what, and which objects are the answer. */
export interface ScriptLine {
  readonly line: number
  readonly text: string
  readonly entity: Entity
  readonly query: string
  readonly having: string | null
  readonly status: StatusFilter | null
  /** Names of tags; null: everything. */
  readonly scope: readonly string[] | null
  readonly expected: readonly string[]
}

const statuses: readonly StatusFilter[] = ['missing', 'installed', 'latestMissing']

/**
 * Scripts that anybody can read:
 *
 * ```text
 * # a comment
 * scope prod              from here on with that scope; `scope` alone: an empty one; `scope all`: everything
 * asset  name:web*   →  a1 a2
 * asset  name:web*  | having isSecurity:true | missing  →  a1
 * ```
 *
 * Throws for a line that it does not understand.
 */
export function readScript(script: string): ScriptLine[] {
  let scope: readonly string[] | null = null
  return script.split('\n').flatMap((text, i): ScriptLine[] => {
    const line = i + 1
    if (text.trim() === '' || text.startsWith('#')) return []
    const scoped = /^scope\b(.*)$/.exec(text)
    if (scoped !== null) {
      const names = (scoped[1] ?? '').split(' ').filter(name => name !== '')
      scope = names[0] === 'all' ? null : names
      return []
    }
    const read = /^(\w+)(?: (.*?))? *→ *(.*)$/.exec(text)
    const [, entity = '', asked = '', expected = ''] = read ?? []
    if (read === null || !isEntity(entity)) throw new Error(`line ${line} is not understood: ${text}`)
    const [query = '', ...more] = ` ${asked}`.split(' | ').map(part => part.trim())
    const status = statuses.find(one => more.includes(one)) ?? null
    const having = more.find(part => part.startsWith('having '))?.slice('having '.length) ?? null
    if (more.length !== (status === null ? 0 : 1) + (having === null ? 0 : 1)) throw new Error(`line ${line}: ${text}`)
    return [{ line, text, entity, query, having, status, scope, expected: expected.split(' ').filter(n => n !== '') }]
  })
}
