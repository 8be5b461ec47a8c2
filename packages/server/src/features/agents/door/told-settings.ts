import { createHash } from 'node:crypto'
import { blackoutSpans } from '@patchyard/domain'
import { limits, PROFILES_FEATURE, type Settings, times } from '@patchyard/protocol'
import type { AgentSettings } from '../../../storage/ports/agent-settings.ts'
import type { LineRecord } from '../../../storage/ports/line-record.ts'

/** Twice as long as an agent may begin work without hearing from us: the instants always reach further than its leave. */
export const BLACKOUTS_AHEAD_MS = 2 * times.workDefaultMs

type Listener = Pick<LineRecord, 'features' | 'zone' | 'scanAfterMs'>

const understands = (line: Listener): boolean => line.features.includes(PROFILES_FEATURE)

/** The manifest's settings for this agent: new members only for those that announced them (protocol §2). Pure. */
export function toldSettings(line: Listener, settings: AgentSettings, nowMs: number): Settings {
  const { checkInS, scanEveryS } = settings
  const told = { checkInS, scanEveryS, scanAfter: line.scanAfterMs ?? 0 }
  if (!understands(line)) return told
  const { digest, document } = settings.profile
  const { patching, suspendScanning, cacheMb, bandwidthKBs, cpuPercent, memoryMb, otherUpdaters } = document
  const until = nowMs + BLACKOUTS_AHEAD_MS
  const spans = blackoutSpans(document.blackouts, line.zone, nowMs, until).slice(0, limits.blackoutSpans)
  return {
    ...told,
    profile: {
      digest,
      patching,
      suspendScanning,
      cacheMb,
      bandwidthKBs,
      cpuPercent,
      memoryMb,
      otherUpdaters,
      blackouts: { until, spans },
    },
  }
}

/** What a manifest says beside tasks and the wish for a scan, as one digest: another one is another manifest. Hex. */
export function settingsDigest(line: Listener, settings: AgentSettings): string {
  const { checkInS, scanEveryS, profile } = settings
  const spoken = understands(line)
  // Windows without a zone follow the asset's.
  const zone = spoken && profile.document.blackouts.some(window => window.zone === null) ? line.zone : ''
  const text = JSON.stringify([checkInS, scanEveryS, spoken ? profile.digest : '', zone])
  return createHash('sha256').update(text).digest('hex')
}

/** Until when the blackout instants of a manifest made now reach; null: it has none, and so it never grows old. */
export function settingsUntil(line: Listener, settings: AgentSettings, nowMs: number): number | null {
  return understands(line) && settings.profile.document.blackouts.length > 0 ? nowMs + BLACKOUTS_AHEAD_MS : null
}

/**
 * Whether the agent was told something else than it would be told now: a profile, tag or licence that changed without
 * anybody raising the work version (a licence ends by the clock), or blackouts that end before its leave to begin does.
 */
export function isOutdated(
  line: Listener & Pick<LineRecord, 'settingsDigest' | 'settingsUntilMs'>,
  settings: AgentSettings,
  nowMs: number,
): boolean {
  if (line.settingsDigest !== settingsDigest(line, settings)) return true
  return line.settingsUntilMs !== null && line.settingsUntilMs < nowMs + times.workDefaultMs
}
