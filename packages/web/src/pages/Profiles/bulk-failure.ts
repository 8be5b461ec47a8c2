import type { ProfilesDone } from '@patchyard/api'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'

/** What became of several profiles: those that were refused, each with its reason; null: none was. */
export function refusedText(done: ProfilesDone, names: ReadonlyMap<string, string>): string | null {
  if (done.refused.length === 0) return null
  return done.refused
    .map(one => t('profiles.refused', { name: shownText(names.get(one.id) ?? one.id, 80), why: shownText(one.detail) }))
    .join('\n')
}
