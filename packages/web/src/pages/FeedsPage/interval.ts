import { t } from '../../i18n/text.ts'
import { durationText } from '../../text/instant-text.ts'

const QUARTER_S = 900
const HOUR_S = 3600
const DAY_S = 24 * HOUR_S

/** Seconds between two looks that can be chosen; the API takes 15 minutes to 30 days. */
export const intervals: readonly number[] = [
  QUARTER_S,
  HOUR_S,
  3 * HOUR_S,
  6 * HOUR_S,
  12 * HOUR_S,
  DAY_S,
  7 * DAY_S,
  30 * DAY_S,
]

/** "6 hours". */
export function intervalText(seconds: number): string {
  if (seconds === QUARTER_S) return t('feed.everyQuarter')
  if (seconds % DAY_S === 0) return t('feed.everyDays', { count: seconds / DAY_S })
  if (seconds % HOUR_S === 0) return t('feed.everyHours', { count: seconds / HOUR_S })
  return durationText(seconds * 1000)
}
