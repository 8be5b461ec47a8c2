import type { Feed } from '@patchyard/feeds'
import { checkUrl } from '../../egress/check-target.ts'
import { EgressError } from '../../egress/egress.ts'
import { Problem } from '../../errors/problem.ts'
import { rootsOf } from './sync/wanted-documents.ts'

export type Texts = Readonly<Record<string, string>>

/** What somebody wants to be fetched. Throws Problem `feed_refused`. */
export function checkSource(feed: Feed, source: { readonly options: Texts; readonly addresses: Texts }): void {
  const refuse = (field: string, detail: string): Problem => new Problem('feed_refused', { field, detail })
  for (const [name, value] of Object.entries(source.options)) {
    const known = Object.keys(feed.options)
    if (!known.includes(name))
      throw refuse(
        '/options',
        `${feed.name} has no option "${name}"${known.length > 0 ? `; it has ${known.join(', ')}` : ''}`,
      )
    if (hasControl(value)) throw refuse('/options', `the option "${name}" holds a control character`)
  }
  for (const [name, url] of Object.entries(source.addresses)) {
    const known = feed.documents.map(one => one.name)
    if (!known.includes(name))
      throw refuse('/addresses', `${feed.name} has no document "${name}"; it has ${known.join(', ')}`)
    try {
      checkUrl(url)
    } catch (error) {
      if (error instanceof EgressError) throw refuse('/addresses', `of "${name}" ${error.message}`)
      throw error
    }
  }
  if (rootsOf(feed, source.addresses).length === 0) {
    const names = feed.documents.map(one => `"${one.name}"`).join(' or ')
    throw refuse('/addresses', `${feed.name} has no public address; give the address of ${names}`)
  }
}

const hasControl = (text: string): boolean => /[\u0000-\u001f\u007f]/.test(text)
