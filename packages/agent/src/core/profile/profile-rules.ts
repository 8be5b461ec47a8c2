import type { ProfileSettings } from '@patchyard/protocol'

/** What the profile says against beginning a task or its next item now; `nowMs` null: time is not known, and that is said elsewhere. */
export function profileBlocks(
  profile: ProfileSettings | undefined,
  nowMs: number | null,
): 'patching' | 'blackout' | null {
  if (profile === undefined) return null
  if (!profile.patching) return 'patching'
  return nowMs !== null && blackoutEnd(profile, nowMs) !== null ? 'blackout' : null
}

/** When the blackout that lasts now ends; null outside. */
export function blackoutEnd(profile: ProfileSettings, nowMs: number): number | null {
  return profile.blackouts.spans.find(span => span.from <= nowMs && nowMs < span.to)?.to ?? null
}
