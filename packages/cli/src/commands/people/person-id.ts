import { ApiError, type Client } from '@patchyard/api'
import { isId } from '../is-id.ts'

/** A person by id, or by the whole e-mail address. Throws ApiError `not_found`. */
export async function personId(client: Client, text: string): Promise<string> {
  if (isId(text)) return text
  const { items } = await client.call('listPeople', { query: { search: text, limit: 500 } })
  const found = items.find(one => one.email.toLowerCase() === text.toLowerCase())
  if (found !== undefined) return found.id
  throw new ApiError({ type: '', title: `nobody has the address ${text}`, status: 404, code: 'not_found' })
}
