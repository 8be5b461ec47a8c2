import type { Client } from '@patchyard/api'
import { CliConfigError } from '../../session/cli-config.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Ids of tags that were named by id or by name; names in any case. Throws for a name that no tag has. */
export async function tagIds(client: Client, named: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const one of named) {
    if (ID.test(one)) {
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

/** For options that may be given several times. */
export const several = (value: string, before: readonly string[] = []): string[] => [...before, value]
