import { MINUTE_MS } from '../../zones/civil-date.ts'
import type { RunWindow } from './run-window.ts'

/** Longest spread that a job can ask for. */
export const longestJitterMs = 120 * MINUTE_MS

/**
 * How much later than the others an asset begins: from 0 to below `boundMs`, whole milliseconds. The same run and asset
 * always get the same, so that a server that starts again, or a second one, tells no agent another time; another run
 * gets another one, so that no asset is always the last. `runId` and `assetId` are public ids.
 */
export function jitterMs(runId: string, assetId: string, boundMs: number): number {
  if (boundMs <= 1) return 0
  return Math.floor((hash32(`${runId}/${assetId}`) / 2 ** 32) * boundMs)
}

/**
 * The spread that a window leaves room for: never more than asked, than `longestJitterMs`, or than half of what is left of
 * the window, so that the last asset still has the other half.
 */
export function jitterBound(window: RunWindow, wantedMs: number, nowMs: number): number {
  const leftMs = (window.startBeforeMs ?? Number.POSITIVE_INFINITY) - Math.max(nowMs, window.notBeforeMs)
  return Math.max(0, Math.min(wantedMs, longestJitterMs, Math.floor(leftMs / 2)))
}

/** FNV-1a over UTF-16 units with the finish of MurmurHash3: neighbours come out far apart. Not for secrets. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
