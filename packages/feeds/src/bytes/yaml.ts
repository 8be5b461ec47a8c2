import { parseDocument } from 'yaml'
import { FeedError } from '../feed/feed-error.ts'

/**
 * One YAML document in which every plain value stays text (`failsafe`: a version `1.10` is not the number 1.1). Nine levels of
 * aliases are a bomb (table S7.3): they are refused unless a format is known to have them, and then what they stand for counts as often
 * as it is named. Throws FeedError `feed_malformed`.
 */
export function parseYaml(text: string, { mostAliases = 0 }: { readonly mostAliases?: number } = {}): unknown {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: true, logLevel: 'error', customTags: [] })
  const error = document.errors[0]
  if (error !== undefined) throw new FeedError('feed_malformed', `it is not YAML: ${error.message.slice(0, 200)}`)
  try {
    return document.toJS({ maxAliasCount: mostAliases }) as unknown
  } catch (cause) {
    throw new FeedError('feed_malformed', 'it has aliases, or too many of them', cause)
  }
}
