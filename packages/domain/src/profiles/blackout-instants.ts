import { type BlackoutWindow, weekdays } from './profile-document.ts'
import { DAY_MS, MINUTE_MS, weekdayIndex } from '../zones/civil-date.ts'
import { instantOfWall, wallMs } from '../zones/wall-time.ts'
import { platformZones, type ZoneRules } from '../zones/zone-rules.ts'

/** Half open: nothing begins from `from` until before `to`. Unix milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * The windows as instants, in order and without overlap, as far as they touch [fromMs, toMs). A window without a zone has
 * the asset's; a zone that this machine does not know counts as UTC, so that a window is late rather than missing.
 */
export function blackoutSpans(
  windows: readonly BlackoutWindow[],
  assetZone: string,
  fromMs: number,
  toMs: number,
  rules: ZoneRules = platformZones,
): Span[] {
  const spans = windows.flatMap(window => spansOf(window, assetZone, fromMs, toMs, rules))
  return mergeSpans(spans)
}

function spansOf(window: BlackoutWindow, assetZone: string, fromMs: number, toMs: number, rules: ZoneRules): Span[] {
  const named = window.zone ?? assetZone
  const zone = named !== '' && rules.knows(named) ? named : 'UTC'
  const [hour = 0, minute = 0] = window.from.split(':').map(Number)
  const lengthMs = window.minutes * MINUTE_MS
  const spans: Span[] = []
  // Days of the zone's calendar, from the one in which a window that still lasts at fromMs may have begun.
  const firstDay = Math.floor(wallMs(fromMs - lengthMs, zone, rules) / DAY_MS) - 1
  const lastDay = Math.floor(wallMs(toMs, zone, rules) / DAY_MS) + 1
  for (let day = firstDay; day <= lastDay; day += 1) {
    const weekday = weekdays[weekdayIndex(day)]
    if (weekday === undefined || !window.days.includes(weekday)) continue
    const from = instantOfWall(day * DAY_MS + (hour * 60 + minute) * MINUTE_MS, zone, rules)
    const to = from + lengthMs
    if (to > fromMs && from < toMs) spans.push({ from, to })
  }
  return spans
}

/** In order, touching and overlapping ones as one. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = merged.at(-1)
    if (last !== undefined && span.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else merged.push(span)
  }
  return merged
}

/** The end of the span that `nowMs` stands in; null outside. */
export function spanEnd(spans: readonly Span[], nowMs: number): number | null {
  return spans.find(span => span.from <= nowMs && nowMs < span.to)?.to ?? null
}
