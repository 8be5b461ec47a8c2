import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashPassword, isOutdatedHash, verifyPassword } from './password.ts'

const random = { bytes: (n: number) => new Uint8Array(randomBytes(n)), uuid: () => randomUUID(), fraction: () => 0 }

describe('a hash', () => {
  it('fits its password alone, however its letters are composed', async () => {
    const hash = await hashPassword('Füße im Schnee', random)
    expect(await verifyPassword('Füße im Schnee'.normalize('NFD'), hash)).toBe(true)
    expect(await verifyPassword('Fuße im Schnee', hash)).toBe(false)
    expect(isOutdatedHash(hash)).toBe(false)
  })

  it.each([
    ['fewer passes', '$argon2id$v=19$m=19456,t=1,p=1$AAAA$AAAA', true],
    ['less memory', '$argon2id$v=19$m=4096,t=2,p=1$AAAA$AAAA', true],
    ['another function', '$2b$10$abcdefghijklmnopqrstuv', true],
    ["today's parameters", '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA', false],
  ])('with %s', (_what, hash, outdated) => expect(isOutdatedHash(hash)).toBe(outdated))

  it.each([
    '',
    'x',
    '$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA',
    '$argon2i$v=19$m=19456,t=2,p=1$AA$AA',
  ])('that is not one of ours fits nothing: %j', async stored => expect(await verifyPassword('x', stored)).toBe(false))
})
