import type { Client } from '@patchyard/api'
import { CliConfigError } from '../../session/cli-config.ts'
import { isId } from '../is-id.ts'

/** Ids of tags that were named by id or by name; names in any case. Throws for a name that no tag has. */
export async function tagIds(client: Client, named: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const one of named) {
    if (isId(one)) {
      ids.push(one)
      continue
    }
    const found = await client.call('listTags', { query: { search: one, limit: 500 } })
    const tag = found.items.find(item => item.name.toLowerCase() === one.toLowerCase())
    if (tag === undefined) throw new CliConfigError('unknown_name', `there is no tag named "${one}"`)
    ids.push(tag.id)
  }
  return ids
}
