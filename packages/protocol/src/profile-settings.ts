import Type, { type Static } from 'typebox'
import { hex32, integer, list, ms, nullable, object, oneOf } from './fields.ts'
import { limits } from './limits.ts'

// PYP/1 §7.1 `settings.profile`, by feature: what an agent is told of its configuration profile. A server sends it to agents that
// announce `profiles.1`; the agent answers with the section profile.1, for a server that sends the one understands the other.

export const PROFILES_FEATURE = 'profiles.1'

/** Nothing begins from `from` until before `to`. */
const spanSchema = Type.Refine(object({ from: ms, to: ms }), ({ from, to }) => from < to)

export const profileSettingsSchema = object({
  /** SHA-256 of the profile's document: its version, as people see it. */
  digest: hex32,
  patching: Type.Boolean(),
  suspendScanning: Type.Boolean(),
  /** MiB of disk for downloads; null: no limit. */
  cacheMb: nullable(integer(1, 10_000_000)),
  /** kB/s; null: no limit. */
  bandwidthKBs: nullable(integer(1, 10_000_000)),
  /** Of one processor. */
  cpuPercent: nullable(integer(1, 6400)),
  memoryMb: nullable(integer(64, 65_536)),
  otherUpdaters: oneOf('leave', 'off'),
  /** In order and without overlap. Instants, because agents never compute schedules; `until` says how far they reach. */
  blackouts: object({
    until: ms,
    spans: Type.Refine(list(spanSchema, limits.blackoutSpans), inOrder),
  }),
})

function inOrder(spans: readonly { readonly from: number; readonly to: number }[]): boolean {
  return spans.every((span, i) => i === 0 || (spans[i - 1] as { to: number }).to < span.from)
}

export type ProfileSettings = Static<typeof profileSettingsSchema>
