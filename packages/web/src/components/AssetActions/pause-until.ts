/** How long a pause may be chosen to last, in days; `own`: until a time that is written. */
export const pauseChoices = ['1', '7', '30', '90', 'own'] as const
export type PauseChoice = (typeof pauseChoices)[number]

/** The instant when a pause ends; null: none is written, or it is not in the future. `own` is local: "2026-12-01T08:00". */
export function pauseUntil(choice: PauseChoice, own: string, nowMs: number): string | null {
  const ms = choice === 'own' ? Date.parse(own) : nowMs + Number(choice) * 86_400_000
  return Number.isFinite(ms) && ms > nowMs ? new Date(ms).toISOString() : null
}
