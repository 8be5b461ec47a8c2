import { describe, expect, it } from 'vitest'
import { sealEnvelope } from './envelope.ts'
import {
  followRoots,
  isExpired,
  isHalfway,
  nextRoot,
  readStoredRoot,
  type Root,
  RootError,
  type RootPayload,
  rootPayload,
  starterRoot,
  unknownRequires,
  verifyNextRoot,
  verifyPinnedRoot,
} from './root.ts'
import { type Signer, signerFromSeed } from './sign.ts'
import { deployment, nowMs, signers } from './testing/worked-example.ts'

// PYP/1 §8 and the attacks of the TUF conformance suite, staged on signed roots in memory.

const { root: r1, director } = signers
const key = (byte: number) => signerFromSeed(new Uint8Array(32).fill(byte))
const [r2, r3, director2] = [key(0x21), key(0x22), key(0x31)] as const
const first = starterRoot({ deployment, nowMs, root: r1, director })

/** Payload of version 2 with members changed, signed by whom the case says. */
function second(changes: Partial<RootPayload>, signedBy: readonly Signer[] = [r1]): unknown {
  const payload = {
    ...rootPayload({
      deployment,
      version: 2,
      issuedMs: nowMs,
      rootKeys: [r1],
      rootThreshold: 1,
      directorKeys: [director],
    }),
    ...changes,
  }
  return sealEnvelope('root', Buffer.from(JSON.stringify(payload)), signedBy)
}

function code(step: () => unknown): string {
  try {
    step()
    return 'none'
  } catch (e) {
    expect(e).toBeInstanceOf(RootError)
    return (e as RootError).code
  }
}

const keysOf = (...list: Signer[]) => Object.fromEntries(list.map(one => [one.keyid, { alg: 'ed25519', pub: one.pub }]))
const rolesOf = (threshold: number, rootKeys: Signer[], directors: Signer[]) => ({
  root: { threshold, keys: rootKeys.map(one => one.keyid) },
  director: { threshold: 1, keys: directors.map(one => one.keyid) },
})

describe('the next root', () => {
  it('taken: version 2 by the key of version 1', () =>
    expect(code(() => verifyNextRoot(first, second({})))).toBe('none'))

  const moved = { keys: keysOf(r1, r2, r3, director), roles: rolesOf(2, [r1, r2, r3], [director]) }
  it.each<[string, unknown, string]>([
    ['unsigned by the old key', second(moved, [r2, r3]), 'root_signature'],
    ['below its own new threshold', second(moved, [r1]), 'root_signature'],
    ['signed by both', second(moved, [r1, r2]), 'none'],
    ['one key twice does not make two', second(moved, [r1, r1]), 'root_signature'],
    ['signed by the director', second({}, [director]), 'root_signature'],
    ['version 3 without 2', second({ version: 3 }), 'root_gap'],
    ['version 1 again', second({ version: 1 }), 'root_gap'],
    ['another deployment', second({ deployment: '00000000-0000-4000-8000-000000000000' }), 'root_gap'],
    ['an answer dressed as a root', sealEnvelope('answer', Buffer.from('{}'), [r1]), 'root_signature'],
    ['no envelope', null, 'root_signature'],
    ['above 64 KiB', sealEnvelope('root', Buffer.alloc(65_537, ' '), [r1]), 'limit'],
    ['an expires that is a text', second({ expires: 'never' as never }), 'root_signature'],
    ['an expires that is a date text', second({ expires: '2030-02-31T00:00:00Z' as never }), 'root_signature'],
    ['expired before it was issued', second({ issued: 5, expires: 5 }), 'root_signature'],
    ['no root role', second({ roles: { director: rolesOf(1, [r1], [director]).director } }), 'root_signature'],
    ['no director role', second({ roles: { root: rolesOf(1, [r1], [director]).root } }), 'root_signature'],
    ['threshold 0', second({ roles: rolesOf(0, [r1], [director]) }), 'root_signature'],
    ['a threshold that cannot be reached', second({ roles: rolesOf(2, [r1], [director]) }), 'root_signature'],
    ['a key listed twice in a role', second({ roles: rolesOf(2, [r1, r1], [director]) }), 'root_signature'],
    ['a role with a key that is not there', second({ roles: rolesOf(1, [r1, r2], [director]) }), 'root_signature'],
    ['no director key', second({ roles: rolesOf(1, [r1], []) }), 'root_signature'],
    [
      'three director keys',
      second({ keys: keysOf(r1, r2, r3, director), roles: rolesOf(1, [r1], [director, r2, r3]) }),
      'root_signature',
    ],
    [
      'a director threshold of 2',
      second({
        keys: keysOf(r1, r2, director),
        roles: { ...rolesOf(1, [r1], []), director: { threshold: 2, keys: [r2.keyid, director.keyid] } },
      }),
      'root_signature',
    ],
    [
      'a key under a foreign keyid',
      second({ keys: { ...keysOf(r1), [director.keyid]: { alg: 'ed25519', pub: r2.pub } } }),
      'root_signature',
    ],
    [
      'a key of small order',
      second({ keys: { ...keysOf(r1, director), ['a'.repeat(64)]: { alg: 'ed25519', pub: `01${'00'.repeat(31)}` } } }),
      'root_signature',
    ],
    [
      '65 keys',
      second({
        keys: Object.fromEntries(
          Array.from({ length: 65 }, (_, i) => [i.toString(16).padStart(64, '0'), { alg: 'x', pub: '' }]),
        ),
      }),
      'root_signature',
    ],
    ['17 requires', second({ require: Array.from({ length: 17 }, (_, i) => `r${i}`) }), 'root_signature'],
    ['roles that are a list', second({ roles: [] as never }), 'root_signature'],
    [
      'a role named like a member of every object',
      second({ roles: { ...rolesOf(1, [r1], [director]), constructor: { threshold: 1, keys: [] } } }),
      'none',
    ],
    [
      'members, roles and algorithms that are not known yet',
      second({
        later: { x: 1 },
        keys: { ...keysOf(r1, director), ['b'.repeat(64)]: { alg: 'ecdsa-p256', pub: '04ff', note: 1 } },
        roles: { ...rolesOf(1, [r1], [director]), policy: { threshold: 2, keys: ['b'.repeat(64)], more: true } },
      } as never),
      'none',
    ],
    [
      'an unknown algorithm among the keys of root does not count',
      second({
        keys: { ...keysOf(r1, director), ['b'.repeat(64)]: { alg: 'ecdsa-p256', pub: '04ff' } },
        roles: { ...rolesOf(1, [r1], [director]), root: { threshold: 2, keys: [r1.keyid, 'b'.repeat(64)] } },
      }),
      'root_signature',
    ],
  ])('%s: %s', (_, envelope, expected) => expect(code(() => verifyNextRoot(first, envelope))).toBe(expected))

  it('a name twice in the payload', () => {
    const text = JSON.stringify(first.payload).replace('"version":1', '"version":1,"version":2')
    expect(code(() => verifyNextRoot(first, sealEnvelope('root', Buffer.from(text), [r1])))).toBe('root_signature')
  })

  it('keys are looked up as own members only', () => {
    const text = JSON.stringify({ ...first.payload, version: 2 }).replace(
      `"keys":{`,
      `"keys":{"__proto__":{"alg":"ed25519","pub":""},`,
    )
    // The keyid pattern refuses it before anything is looked up.
    expect(code(() => verifyNextRoot(first, sealEnvelope('root', Buffer.from(text), [r1])))).toBe('root_signature')
  })
})

describe('the pinned root', () => {
  const pin = { version: 1, digest: first.digest }
  it('is taken by version and digest', () => expect(verifyPinnedRoot(first.envelope, pin)).toEqual(first))
  it.each([
    ['another digest', first.envelope, { ...pin, digest: '0'.repeat(64) }, 'root_signature'],
    ['another version', first.envelope, { ...pin, version: 2 }, 'root_gap'],
    [
      'right payload, unsigned',
      { ...first.envelope, signatures: [{ keyid: r1.keyid, sig: Buffer.alloc(64).toString('base64') }] },
      pin,
      'root_signature',
    ],
    ['no envelope', 'x', pin, 'root_signature'],
  ])('%s is refused', (_, envelope, wanted, expected) =>
    expect(code(() => verifyPinnedRoot(envelope, wanted))).toBe(expected),
  )
})

describe('a chain', () => {
  const chain = [first]
  for (let i = 1; i < 20; i++) chain.push(nextRoot(chain[i - 1] as Root, { nowMs: nowMs + i }, [r1]))
  const envelopes = chain.map(one => one.envelope)

  it('is followed sixteen at a time, the one held comes first', () => {
    const steps = followRoots(first, envelopes)
    expect(steps.root.version).toBe(16)
    expect(steps.accepted.map(one => one.version)).toEqual(Array.from({ length: 15 }, (_, i) => i + 2))
    expect(steps.error).toBeNull()
  })
  it('what verified before a fault stays', () => {
    const steps = followRoots(first, [...envelopes.slice(0, 4), ...envelopes.slice(5)])
    expect(steps.root.version).toBe(4)
    expect(steps.error?.code).toBe('root_gap')
  })
  it('an old one offered as new changes nothing', () => {
    const steps = followRoots(chain[5] as Root, envelopes.slice(0, 6))
    expect(steps).toMatchObject({ accepted: [], error: { code: 'root_gap' } })
    expect(steps.root).toBe(chain[5])
  })
  it('a hostile list never throws', () => {
    for (const list of [[null], [{}], ['x'], [envelopes[3]], Array.from({ length: 10_000 }, () => null)]) {
      expect(followRoots(first, list).root).toBe(first)
    }
  })
  it('expired steps on the way do not matter', () => {
    const short = nextRoot(first, { nowMs, lifeMs: 1 }, [r1])
    const fresh = nextRoot(short, { nowMs: nowMs + 9 }, [r1])
    expect(isExpired(short, nowMs + 5)).toBe(true)
    expect(followRoots(first, [short.envelope, fresh.envelope]).root.version).toBe(3)
  })
  it('is read back from the store as it was', () => {
    for (const one of chain.slice(0, 3)) expect(readStoredRoot(one.envelope)).toEqual(one)
  })
})

describe('changes that people make', () => {
  it('director rotation: both, then the new one alone', () => {
    const both = nextRoot(first, { nowMs, directorKeys: [director, director2] }, [r1])
    const alone = nextRoot(both, { nowMs, directorKeys: [director2] }, [r1])
    expect(both.director.keys.map(one => one.keyid)).toEqual([director.keyid, director2.keyid])
    expect(alone.director.keys.map(one => one.keyid)).toEqual([director2.keyid])
  })
  it('from the starter root to 2 of 3, and on without its key', () => {
    const moved = nextRoot(first, { nowMs, rootKeys: [r1, r2, r3], rootThreshold: 2 }, [r1, r2])
    const without = nextRoot(moved, { nowMs, rootKeys: [r2, r3], rootThreshold: 2 }, [r2, r3])
    expect(without.rootRole.threshold).toBe(2)
    expect(code(() => nextRoot(moved, { nowMs }, [r1]))).toBe('root_signature')
  })
  it('require stays until it is changed', () => {
    const strict = nextRoot(first, { nowMs, require: ['policy'] }, [r1])
    expect(nextRoot(strict, { nowMs }, [r1]).require).toEqual(['policy'])
    expect(unknownRequires(strict, [])).toEqual(['policy'])
    expect(unknownRequires(strict, ['policy', 'approvals'])).toEqual([])
  })
})

it('the starter root lives a year and is renewed at half of it', () => {
  const half = nowMs + (365 * 86_400_000) / 2
  expect([isHalfway(first, half - 1), isHalfway(first, half)]).toEqual([false, true])
  expect([isExpired(first, first.expires - 1), isExpired(first, first.expires)]).toEqual([false, true])
})
