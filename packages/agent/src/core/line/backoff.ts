/** Agent-protocol §10: random(0 … min(600 s, 2^n s)), full jitter, so that a fleet that lost its server does not come back in step. */
export function backoffMs(failures: number, fraction: number): number {
  return Math.round(fraction * Math.min(600_000, 2 ** Math.min(failures, 20) * 1000))
}

/** Regular dates are spread by a tenth either way: hosts that booted together drift apart. */
export function jitteredMs(intervalMs: number, fraction: number): number {
  return Math.round(intervalMs * (0.9 + 0.2 * fraction))
}

const HOUR_S = 3600

/**
 * Seconds that the server asks us to stay away, from the header or the reply, never more than an hour: it is unsigned. Dates are not
 * taken (RFC 9110 §10.2.3 allows them; our server sends seconds, and a date would be read on a clock that may be wrong).
 */
export function retryAfterMs(header: string | undefined, member: number | undefined): number {
  const fromHeader = header !== undefined && /^[0-9]{1,9}$/.test(header) ? Number(header) : 0
  return Math.min(HOUR_S, Math.max(fromHeader, member ?? 0)) * 1000
}
