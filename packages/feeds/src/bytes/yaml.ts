import { parseDocument } from 'yaml'
import { FeedError } from '../feed/feed-error.ts'

/**
 * One YAML document in which every plain value stays text (`failsafe`: a version `1.10` is not the number 1.1). Aliases are refused:
 * no manifest of ours has one, and nine levels of them are a bomb (table S7.3). Throws FeedError `feed_malformed`.
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: true, logLevel: 'error', customTags: [] })
  const error = document.errors[0]
  if (error !== undefined) throw new FeedError('feed_malformed', `it is not YAML: ${error.message.slice(0, 200)}`)
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown
  } catch (cause) {
    throw new FeedError('feed_malformed', 'it has aliases', cause)
  }
}
