const form = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const mailForm = /^(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:UTC|GMT|Z|\+0000)$/

/** From 1980 to 2200: what lies outside is a mistake of whoever wrote it. */
const earliest = Date.UTC(1980, 0, 1)
const latest = Date.UTC(2200, 0, 1)

/**
 * Epoch ms of `2023-11-28`, `2023-11-28 00:00`, `2023-11-28T00:00:00.5+02:00` and the like; without a zone it is UTC. null when it is
 * no date or there is no such day.
 */
export function instantOf(text: string): number | null {
  const match = form.exec(text.trim())
  if (match === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone = 'Z'] = match
  const at = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  return at === null ? null : within(at - offsetOf(zone))
}

/** Unix seconds in decimal digits, with or without a fraction. */
export function instantOfSeconds(text: string): number | null {
  return /^[0-9]{1,11}(?:\.[0-9]{1,9})?$/.test(text.trim()) ? within(Math.round(Number(text) * 1000)) : null
}

/** `Fri, 20 Nov 2026 00:12:41 UTC`, as Release files have it. */
export function instantOfMail(text: string): number | null {
  const match = mailForm.exec(text.trim())
  if (match === null) return null
  const [, day, month = '', year, hour, minute, second] = match
  const at = utc(
    Number(year),
    months.indexOf(month.toLowerCase()) + 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return at === null ? null : within(at)
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  // 23:59:60 is a time that clocks have shown; Date.UTC makes it the next second.
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return null
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -minutes : minutes) * 60_000
}

const within = (at: number): number | null => (at >= earliest && at < latest ? at : null)
