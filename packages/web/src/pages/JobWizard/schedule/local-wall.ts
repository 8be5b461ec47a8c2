/** What the clock of this browser shows at an instant: `YYYY-MM-DDTHH:MM`. */
export function localWall(atMs: number): string {
  const at = new Date(atMs)
  const pad = (value: number): string => String(value).padStart(2, '0')
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}`
}

/** The zone of this browser, as an example of an agent's. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
