import type { TextKey } from '../../i18n/text.ts'

const DAY_MS = 86_400_000

export interface ExpiryChoice {
  readonly value: string
  readonly label: TextKey
  readonly days: number | null
}

export const expiryChoices: readonly ExpiryChoice[] = [
  { value: '1', label: 'keys.in1', days: 1 },
  { value: '7', label: 'keys.in7', days: 7 },
  { value: '30', label: 'keys.in30', days: 30 },
  { value: '90', label: 'keys.in90', days: 90 },
  { value: '365', label: 'keys.in365', days: 365 },
  { value: 'never', label: 'keys.never', days: null },
]

/** When a key made now ends; undefined: never. */
export function expiryInstant(value: string, nowMs: number): string | undefined {
  const days = expiryChoices.find(choice => choice.value === value)?.days ?? null
  return days === null ? undefined : new Date(nowMs + days * DAY_MS).toISOString()
}

/** What stands in the list of keys. */
export type KeyStanding = 'valid' | 'notYet' | 'ended' | 'usedUp' | 'leaked' | 'revoked'

interface KeyTimes {
  readonly revokedAt: string | null
  readonly expiresAt: string | null
  /** Of API keys: seen in an address. */
  readonly leakedAt?: string | null
  readonly validFrom?: string
  readonly uses?: number
  readonly maxUses?: number | null
}

export function keyStanding(key: KeyTimes, nowMs: number): KeyStanding {
  if (key.revokedAt !== null) return 'revoked'
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= nowMs) return 'ended'
  if (key.maxUses !== undefined && key.maxUses !== null && (key.uses ?? 0) >= key.maxUses) return 'usedUp'
  if ((key.leakedAt ?? null) !== null) return 'leaked'
  if (key.validFrom !== undefined && Date.parse(key.validFrom) > nowMs) return 'notYet'
  return 'valid'
}
