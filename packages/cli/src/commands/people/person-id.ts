import { ApiError, type Client } from '@patchyard/api'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A person by id, or by the whole e-mail address. Throws ApiError `not_found`. */
export async function personId(client: Client, text: string): Promise<string> {
  if (uuid.test(text)) return text
  const { items } = await client.call('listPeople', { query: { search: text, limit: 500 } })
  const found = items.find(one => one.email.toLowerCase() === text.toLowerCase())
  if (found !== undefined) return found.id
  throw new ApiError({ type: '', title: `nobody has the address ${text}`, status: 404, code: 'not_found' })
}
