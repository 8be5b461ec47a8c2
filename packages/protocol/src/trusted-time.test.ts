import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createdSeconds, noteNewest, takeTime, type TimeAnchor, trustedNow } from './trusted-time.ts'

const T = 1_795_286_400_000
const host = (changes: { wallMs?: number; uptimeS?: number; boot?: string } = {}) => ({
  wallMs: T,
  uptimeS: 100,
  boot: 'b0',
  ...changes,
})
const anchor = takeTime(null, T, 20, host()) as TimeAnchor

describe('within one boot trusted time follows os.uptime alone', () => {
  it.each([
    ['the wall clock jumps a year ahead', host({ uptimeS: 160, wallMs: T + 31_536_000_000 }), T + 60_000],
    ['the wall clock jumps to 1970', host({ uptimeS: 160, wallMs: 0 }), T + 60_000],
    ['the machine was suspended for an hour', host({ uptimeS: 3700 }), T + 3_600_000],
    ['fractions of a second count', host({ uptimeS: 100.25 }), T + 250],
    ['uptime went back: unknown', host({ uptimeS: 99 }), null],
  ])('%s', (_, now, expected) => expect(trustedNow(anchor, now)).toBe(expected))
})

describe('after a reboot', () => {
  const rebooted = (wallMs: number) => host({ boot: 'b1', uptimeS: 5, wallMs })
  it('the wall clock is taken when it was good', () =>
    expect(trustedNow(anchor, rebooted(T + 90_000))).toBe(T + 90_000))
  it('a wall clock behind the newest trusted time is not', () => {
    expect(trustedNow(anchor, rebooted(T - 1))).toBeNull()
    expect(trustedNow(noteNewest(anchor, T + 100_000), rebooted(T + 90_000))).toBeNull()
  })
  it('a wall clock that was more than 300 s off is not', () => {
    const off = takeTime(null, T, 20, host({ wallMs: T + 300_001 }))
    expect(trustedNow(off, rebooted(T + 90_000))).toBeNull()
    const border = takeTime(null, T, 20, host({ wallMs: T - 300_000 }))
    expect(trustedNow(border, rebooted(T + 90_000))).toBe(T + 90_000)
  })
})

describe('taking the time of an answer', () => {
  it('before the first answer it is unknown', () => expect(trustedNow(null, host())).toBeNull())
  it('an answer that took 30 s counts, a slower one does not', () => {
    expect(takeTime(anchor, T + 5, 30_000, host())?.timeMs).toBe(T + 5)
    expect(takeTime(anchor, T + 5, 30_001, host())).toBe(anchor)
    expect(takeTime(null, T, 30_001, host())).toBeNull()
  })
  it('a fresh answer may move it back: a server whose clock jumped a year poisons nobody', () => {
    const jumped = takeTime(anchor, T + 31_536_000_000, 20, host()) as TimeAnchor
    const healed = takeTime(jumped, T + 60_000, 20, host({ uptimeS: 160 })) as TimeAnchor
    expect(trustedNow(healed, host({ uptimeS: 160 }))).toBe(T + 60_000)
    expect(trustedNow(healed, host({ boot: 'b1', wallMs: T + 90_000 }))).toBe(T + 90_000)
  })
  it('noting the newest never lowers it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), steps => {
        const end = steps.reduce((now, step) => noteNewest(now, T + step), anchor)
        expect(end.newestMs).toBe(Math.max(T, ...steps.map(step => T + step)))
      }),
    )
  })
})

describe('created', () => {
  const built = T - 1_000_000
  it('is trusted time', () => expect(createdSeconds(anchor, host({ uptimeS: 100.9, wallMs: 0 }), built)).toBe(T / 1000))
  it('else the wall clock', () => expect(createdSeconds(null, host(), built)).toBe(T / 1000))
  it('but not before the agent was built: a dead clock', () => {
    expect(createdSeconds(null, host({ wallMs: 5 }), built)).toBe(built / 1000)
  })
})
