import { times } from './limits.ts'

// PYP/1 §9. All values are passed in: `uptimeS` is os.uptime() (counts suspend), `boot` the boot id.

/** Kept in the journal with the last accepted answer that set the time. */
export interface TimeAnchor {
  /** `time` of that answer. */
  readonly timeMs: number
  readonly uptimeS: number
  readonly boot: string
  /** The wall clock was within 300 s of `timeMs` then. */
  readonly wallWasGood: boolean
  /** Newest trusted time ever written down; a wall clock behind it after a reboot is wrong. */
  readonly newestMs: number
}

export interface HostTime {
  readonly wallMs: number
  readonly uptimeS: number
  readonly boot: string
}

/**
 * The anchor after an accepted answer. `tookMs`: from the first byte sent to the answer read; a slow one says nothing about
 * now and leaves the anchor as it is. A fresh answer may move time back: it is bound to our nonce.
 */
export function takeTime(anchor: TimeAnchor | null, timeMs: number, tookMs: number, host: HostTime): TimeAnchor | null {
  if (tookMs > times.slowAnswerMs) return anchor
  return {
    timeMs,
    uptimeS: host.uptimeS,
    boot: host.boot,
    wallWasGood: Math.abs(host.wallMs - timeMs) <= times.clockSkewMs,
    newestMs: timeMs,
  }
}

/** Trusted time in milliseconds, or null while unknown: then nothing begins. */
export function trustedNow(anchor: TimeAnchor | null, host: HostTime): number | null {
  if (anchor === null) return null
  if (host.boot === anchor.boot) {
    const sinceS = host.uptimeS - anchor.uptimeS
    return sinceS < 0 ? null : Math.round(anchor.timeMs + sinceS * 1000)
  }
  return anchor.wallWasGood && host.wallMs >= anchor.newestMs ? host.wallMs : null
}

/** Written to the journal now and then, so that a wall clock set back during a reboot is noticed. */
export function noteNewest(anchor: TimeAnchor, trustedMs: number): TimeAnchor {
  return trustedMs > anchor.newestMs ? { ...anchor, newestMs: trustedMs } : anchor
}

/** `created` of a signature in seconds: trusted time, else the wall clock but not before the agent was built. */
export function createdSeconds(anchor: TimeAnchor | null, host: HostTime, buildTimeMs: number): number {
  return Math.floor((trustedNow(anchor, host) ?? Math.max(host.wallMs, buildTimeMs)) / 1000)
}
