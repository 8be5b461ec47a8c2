import { longestScanS, shortestScanS } from '@patchyard/domain'

/** "4.5" hours are 16,200 seconds; null: no such interval. Whole minutes. */
export function intervalOf(hours: string): number | null {
  const text = hours.trim().replace(',', '.')
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(text)) return null
  const seconds = Math.round(Number(text) * 60) * 60
  return seconds >= shortestScanS.full && seconds <= longestScanS ? seconds : null
}

export const hoursOf = (seconds: number): string => String(Math.round((seconds / 3600) * 100) / 100)
