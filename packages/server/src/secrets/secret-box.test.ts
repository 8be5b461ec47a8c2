import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSecretBox } from './secret-box.ts'

const random = { bytes: (n: number) => new Uint8Array(randomBytes(n)), uuid: () => '', fraction: () => 0 }
const box = createSecretBox(random.bytes(32), random)
const secret = Buffer.from('a secret')

describe('a sealed secret', () => {
  it('opens where it belongs', () => {
    expect(box.open('totp:1', box.seal('totp:1', secret))).toEqual(secret)
    expect(box.seal('totp:1', secret)).not.toEqual(box.seal('totp:1', secret))
  })

  it.each([
    ['in another row', (sealed: Buffer) => box.open('totp:2', sealed)],
    ['with another key', (sealed: Buffer) => createSecretBox(random.bytes(32), random).open('totp:1', sealed)],
    [
      'altered',
      (sealed: Buffer) => box.open('totp:1', Buffer.from(sealed.map((byte, at) => (at === 14 ? byte ^ 1 : byte)))),
    ],
    ['cut short', (sealed: Buffer) => box.open('totp:1', sealed.subarray(0, -1))],
    ['empty', () => box.open('totp:1', Buffer.alloc(0))],
  ])('does not open %s', (_what, open) =>
    expect(() => open(box.seal('totp:1', secret))).toThrow(/authenticate|authentication tag|initialization vector/),
  )
})

it('a MAC is the same for the same text and purpose only', () => {
  expect(box.mac('a', 'text')).toEqual(box.mac('a', 'text'))
  expect(box.mac('a', 'text')).not.toEqual(box.mac('b', 'text'))
  expect(box.mac('a', 'text')).toHaveLength(32)
})
