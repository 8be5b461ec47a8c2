import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientFrame, createBellFrameReader } from './bell-frames.ts'

const RING = [0x81, 1, 0x2e]

describe('bell frames', () => {
  it('any chunking of the same bytes gives the same frames', () => {
    const frame = fc.oneof(
      fc.constant(RING),
      fc.uint8Array({ maxLength: 125 }).map(payload => [0x89, payload.length, ...payload]),
      fc.uint8Array({ maxLength: 125 }).map(payload => [0x8a, payload.length, ...payload]),
    )
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.nat(40)), (frames, cuts) => {
        const bytes = Uint8Array.from(frames.flat())
        const whole = createBellFrameReader().push(bytes)
        const reader = createBellFrameReader()
        const pieces = []
        let at = 0
        for (const cut of [...cuts, bytes.length]) {
          pieces.push(...reader.push(bytes.subarray(at, at + cut)))
          at += cut
        }
        expect(pieces).toEqual(whole)
        expect(whole).toHaveLength(frames.length)
      }),
    )
  })

  it('whatever comes is frames or a BellFrameError, and never waits for more than 127 bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 20 }), chunks => {
        const reader = createBellFrameReader()
        try {
          for (const chunk of chunks) reader.push(chunk)
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_BELL_FRAME' })
        }
      }),
    )
  })

  it.each([
    ['a fragment', [0x01, 1, 0x2e]],
    ['a reserved bit', [0xc1, 1, 0x2e]],
    ['binary', [0x82, 1, 0x2e]],
    ['a masked frame', [0x81, 0x81, 1, 2, 3, 4, 5]],
    ['a long frame', [0x81, 126, 0, 200]],
    ['another text', [0x81, 1, 0x2d]],
    ['an empty text', [0x81, 0]],
  ])('%s is refused', (_, bytes) => {
    expect(() => createBellFrameReader().push(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: 'E_BELL_FRAME' }),
    )
  })

  it('a client frame is masked', () => {
    expect([...clientFrame('pong', Uint8Array.of(1, 2), Uint8Array.of(9, 8, 7, 6))]).toEqual([
      0x8a, 0x82, 9, 8, 7, 6, 8, 10,
    ])
  })
})
