import { describe, expect, it } from 'vitest'
import { openEnrolment, openRekey, sealEnrolment, sealRekey } from './enrolment.ts'
import { type Envelope, envelopeTypes, sealEnvelope } from './envelope.ts'
import { type EnrollPayload, messages, type RekeyPayload } from './messages.ts'
import { ProtocolError } from './protocol-error.ts'
import { type Signer, signerFromSeed } from './sign.ts'
import { refusal } from './testing/outcome.ts'
import { agentId, deployment, example, signers } from './testing/worked-example.ts'

// PYP/1 §6.2 and §6.6; S1 of the bad-input catalogue as far as bytes decide.

const { activation, agent, director } = signers
const payload = JSON.parse(example('enroll.payload')) as EnrollPayload
const find = (keyid: string) => (keyid === activation.keyid ? activation : null)

async function code(envelope: Envelope, finder: typeof find = find): Promise<string> {
  try {
    await openEnrolment(envelope, finder)
    return 'none'
  } catch (e) {
    expect(e).toBeInstanceOf(ProtocolError)
    return (e as ProtocolError).code
  }
}
const sealed = (body: object, signedBy: readonly Signer[]) =>
  sealEnvelope('enroll', Buffer.from(JSON.stringify(body)), signedBy)

describe('enrolment', () => {
  it('signed by both is taken, in either order', async () => {
    expect(await code(sealEnrolment(payload, activation, agent))).toBe('none')
    expect(await code(sealed(payload, [agent, activation]))).toBe('none')
    expect(await code(sealed(payload, [director, activation, agent]))).toBe('none')
  })

  const neutral = `01${'00'.repeat(31)}`
  it.each<[string, Envelope, string]>([
    ['S1.1 without the agent key: no proof of possession', sealed(payload, [activation]), 'enroll_refused'],
    ['without the activation key', sealed(payload, [agent]), 'enroll_refused'],
    ['by another agent key than the payload names', sealed(payload, [activation, director]), 'enroll_refused'],
    [
      'the activation key as agent key',
      sealed({ ...payload, agentKey: { alg: 'ed25519', pub: activation.pub } }, [activation]),
      'enroll_refused',
    ],
    [
      'S1.2 a key of small order',
      sealed({ ...payload, agentKey: { alg: 'ed25519', pub: neutral } }, [activation]),
      'weak_key',
    ],
    [
      'S1.3 33 bytes',
      sealed({ ...payload, agentKey: { alg: 'ed25519', pub: `${agent.pub}00` } }, [activation, agent]),
      'malformed',
    ],
    [
      'S1.3 another algorithm',
      sealed({ ...payload, agentKey: { alg: 'rsa', pub: agent.pub } }, [activation, agent]),
      'malformed',
    ],
    [
      'S1.8 a subscription of its own choice',
      sealed({ ...payload, subscription: 2 }, [activation, agent]),
      'malformed',
    ],
    ['another platform', sealed({ ...payload, platform: 'plan9' }, [activation, agent]), 'malformed'],
    [
      'as another type',
      { ...sealEnrolment(payload, activation, agent), payloadType: envelopeTypes.rekey },
      'malformed',
    ],
    ['payload that is no JSON', sealEnvelope('enroll', Buffer.from('x'), [activation, agent]), 'malformed'],
  ])('%s', async (_, envelope, expected) => expect(await code(envelope)).toBe(expected))

  it('nothing is parsed for an unknown activation key', async () => {
    const rubbish = sealEnvelope('enroll', Buffer.from('x'), [director, agent])
    expect(await code(rubbish)).toBe('enroll_refused')
    expect(await code(sealEnrolment(payload, activation, agent), () => null)).toBe('enroll_refused')
  })
  it('nothing is parsed when the activation key did not sign', async () => {
    const rubbish = sealEnvelope('enroll', Buffer.from('x'), [director])
    const claimed = { ...rubbish, signatures: rubbish.signatures.map(one => ({ ...one, keyid: activation.keyid })) }
    expect(await code(claimed)).toBe('enroll_refused')
  })
  it('the agent cannot seal what the server refuses', () => {
    expect(refusal(() => sealEnrolment({ ...payload, hostname: 'a\nb' }, activation, agent)).field).toBe('hostname')
  })
})

describe('rekey', () => {
  const next = signerFromSeed(new Uint8Array(32).fill(0x44))
  const body: RekeyPayload = {
    deployment,
    agent: agentId,
    nonce: 'd0'.repeat(16),
    oldKey: agent.keyid,
    newKey: { alg: 'ed25519', pub: next.pub },
  }
  const wrap = (changes: object, signedBy: readonly Signer[]) =>
    sealEnvelope('rekey', Buffer.from(JSON.stringify({ ...body, ...changes })), signedBy)

  it('signed by both is taken', () => {
    const { newKey, payload: read } = openRekey(sealRekey(body, agent, next), agent)
    expect(newKey.keyid).toBe(next.keyid)
    expect(read).toEqual(messages.rekeyPayload.check(body))
  })
  it.each<[string, Envelope, string]>([
    ['by the old key alone', wrap({}, [agent]), 'signature'],
    ['by the new key alone', wrap({}, [next]), 'signature'],
    ['by another key for the new one', wrap({}, [agent, director]), 'signature'],
    ['of another old key', wrap({ oldKey: director.keyid }, [agent, next]), 'malformed'],
    ['to itself', wrap({ newKey: { alg: 'ed25519', pub: agent.pub } }, [agent]), 'malformed'],
    ['to a weak key', wrap({ newKey: { alg: 'ed25519', pub: '00'.repeat(32) } }, [agent]), 'weak_key'],
    ['an enrolment', sealEnrolment(payload, activation, agent), 'malformed'],
  ])('%s is refused', (_, envelope, expected) => expect(refusal(() => openRekey(envelope, agent)).code).toBe(expected))
})
