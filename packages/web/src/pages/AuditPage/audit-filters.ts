import type { FilterOf } from '../../components/SearchList/SearchList.tsx'

const DAY_MS = 86_400_000

/** How far back the list goes, in milliseconds; `all` is not asked for. */
const spans: Readonly<Record<string, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
}

/** `since` as the route takes it, to the minute, so that reading on asks the same question. Absent for `all`. */
export function sinceOf(span: string, nowMs: number): string | undefined {
  const ms = spans[span]
  return ms === undefined ? undefined : new Date(Math.floor((nowMs - ms) / 60_000) * 60_000).toISOString()
}

export const auditFilters = (nowMs: number): readonly FilterOf[] => [
  {
    name: 'since',
    label: 'audit.since',
    choices: [
      { value: 'all', label: 'audit.sinceAll' },
      { value: 'day', label: 'audit.sinceDay' },
      { value: 'week', label: 'audit.sinceWeek' },
      { value: 'month', label: 'audit.sinceMonth' },
      { value: 'year', label: 'audit.sinceYear' },
    ],
    asks: span => sinceOf(span, nowMs),
  },
  {
    // What an action begins with.
    name: 'action',
    label: 'audit.area',
    choices: [
      { value: 'any', label: 'audit.areaAny' },
      { value: 'session.*', label: 'audit.areaSession' },
      { value: 'person.*', label: 'audit.areaPerson' },
      { value: 'job.*', label: 'audit.areaJob' },
      { value: 'asset.*', label: 'audit.areaAsset' },
      { value: 'agent.*', label: 'audit.areaAgent' },
      { value: 'tag.*', label: 'audit.areaTag' },
    ],
  },
  {
    name: 'actor',
    label: 'audit.by',
    choices: [
      { value: 'anybody', label: 'audit.byAnybody' },
      { value: 'session', label: 'audit.bySession' },
      { value: 'apiKey', label: 'audit.byApiKey' },
      { value: 'system', label: 'audit.bySystem' },
      { value: 'anonymous', label: 'audit.byAnonymous' },
    ],
  },
]
