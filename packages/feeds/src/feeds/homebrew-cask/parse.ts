import { FeedError } from '../../feed/feed-error.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { Rejection } from '../../records/record.ts'
import { type Cask, caskCheck } from './cask-schema.ts'

/** Casks of a list, or the one that a document holds. Throws FeedError for another shape. */
export function* readCasks(value: unknown): Generator<Cask | Rejection> {
  const isOne = typeof value === 'object' && value !== null && 'token' in value
  if (!isOne && !Array.isArray(value)) throw new FeedError('feed_malformed', 'it is no cask and no list of casks')
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (entries.length === 0) throw new FeedError('feed_malformed', 'it holds no cask')
  const seen = new Set<string>()
  for (const [i, entry] of entries.entries()) {
    if (!caskCheck.Check(entry)) {
      const [error] = caskCheck.Errors(entry)
      const reason = `is no cask: ${(error?.instancePath ?? '').slice(0, 100)} ${error?.message ?? ''}`.slice(0, 300)
      yield { kind: 'rejected', where: `cask ${i + 1}`, reason }
      continue
    }
    const key = `${entry.token}@${entry.version}`
    if (seen.has(key)) yield { kind: 'rejected', where: lineOf(key, 200), reason: 'is there twice' }
    else yield entry
    seen.add(key)
  }
}
