export const licenceKinds = ['free', 'trial', 'full'] as const
export type LicenceKind = (typeof licenceKinds)[number]

export const licenceKindLabels: { readonly [K in LicenceKind]: string } = { free: 'Free', trial: 'Trial', full: 'Full' }

/** What the operator of the installation gave a subscription; whether it still counts is {@link effectiveLicence}'s word. */
export interface Licence {
  readonly kind: LicenceKind
  /** How many assets may be licensed at the same time; null: as many as there are. */
  readonly limit: number | null
  /** The licence counts until just before this instant; null: without an end. */
  readonly endAt: Date | null
}

/**
 * What counts at this moment: Trial and Full fall back to Free at the very instant they end, whether or not any chore has
 * run since. Pure; every use of a licence asks it anew.
 */
export function effectiveLicence(licence: Licence, nowMs: number): LicenceKind {
  return licence.endAt !== null && nowMs >= licence.endAt.getTime() ? 'free' : licence.kind
}

/** How many assets may be licensed now; null: as many as there are. Free licenses none. */
export function licenceLimit(licence: Licence, nowMs: number): number | null {
  return effectiveLicence(licence, nowMs) === 'free' ? 0 : licence.limit
}

/** Why this cannot be given to a subscription, as a sentence; null when it can. */
export function licenceMisfit({ kind, limit, endAt }: Licence): string | null {
  if (limit !== null && (!Number.isSafeInteger(limit) || limit < 1)) return 'limit is a whole number from 1 on, or null'
  if (endAt !== null && Number.isNaN(endAt.getTime())) return 'endAt is not an instant'
  if (kind === 'free' && (limit !== null || endAt !== null)) return 'Free has neither a limit nor an end'
  if (kind === 'trial' && endAt === null) return 'a Trial ends on a date: give endAt'
  return null
}

/** What needs Trial or Full: making and enabling deployment and rollback jobs, reports, patching by API key. */
export const licencePermits = (kind: LicenceKind): boolean => kind !== 'free'
