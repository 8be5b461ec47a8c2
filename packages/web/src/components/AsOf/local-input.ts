const pad = (value: number): string => String(value).padStart(2, '0')

/** "2026-10-01T14:00", as a field for local times takes it. */
export function localInput(atMs: number): string {
  const at = new Date(atMs)
  return `${String(at.getFullYear()).padStart(4, '0')}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`
}

/** The instant of such a text, as the API takes it; null: it is none, or has not passed. */
export function pastInstant(text: string, nowMs: number): string | null {
  const ms = Date.parse(text)
  return Number.isFinite(ms) && ms <= nowMs ? new Date(ms).toISOString() : null
}
