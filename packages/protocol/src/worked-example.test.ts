import { expect, it } from 'vitest'
import { decodeActivationKey, encodeActivationKey } from './activation-key.ts'
import { answerMessage, judgeAnswer, sealAnswer } from './answer.ts'
import { sha256Hex } from './digest.ts'
import { openEnrolment, sealEnrolment } from './enrolment.ts'
import { envelopeTypes, openEnvelope, preAuthEncoding, sealEnvelope } from './envelope.ts'
import { eventName, eventText, parseEvent } from './events.ts'
import { factDigest, machineDigest } from './machine.ts'
import { messages } from './messages.ts'
import { parseSignatureHeaders, signRequest, verifyBodyDigest, verifyRequestSignature } from './request-signature.ts'
import { readStoredRoot, starterRoot, verifyPinnedRoot } from './root.ts'
import { inventoryDigest, rowText, sectionDigest } from './sections/rows.ts'
import { helloKey, isGoodServerNonce, makeServerNonce } from './server-nonce.ts'
import { checkTaskDocument, sealTaskDocument } from './task-document.ts'
import { agentId, deployment, example, exampleNames, nowMs, seeds, signers } from './testing/worked-example.ts'

// PYP/1 §11, every line. What the example gives as text is built anew from its parts wherever we build such a thing.

const bytes = (name: string) => Buffer.from(example(name))
const root = () =>
  readStoredRoot({
    payloadType: envelopeTypes.root,
    payload: bytes('root.payload').toString('base64'),
    signatures: [{ keyid: signers.root.keyid, sig: example('root.sig') }],
  })
const post = { method: 'POST', path: '/agent/v1/checkin' } as const

it('has 28 lines', () => expect(exampleNames).toHaveLength(28))

it.each(['root', 'director', 'activation', 'agent'] as const)('public key and keyid of the %s key', name => {
  expect(`${signers[name].pub} ${signers[name].keyid}`).toBe(example(`${name}.pub+keyid`))
})

it('the starter root has these bytes, digest, signed bytes and signature', () => {
  const made = starterRoot({ deployment, nowMs, root: signers.root, director: signers.director })
  expect(Buffer.from(made.envelope.payload, 'base64').toString()).toBe(example('root.payload'))
  expect(made.digest).toBe(example('root.payload.sha256'))
  expect(sha256Hex(preAuthEncoding(envelopeTypes.root, bytes('root.payload')))).toBe(example('root.pae.sha256'))
  expect(made.envelope.signatures[0]?.sig).toBe(example('root.sig'))
})

it('the activation key holds the root and the seed, both ways', () => {
  const key = decodeActivationKey(example('activation.text'))
  expect(key).toMatchObject({ rootVersion: 1 })
  expect(key?.seed).toEqual(Buffer.from(seeds.activation))
  const pin = { version: 1, digest: Buffer.from(key?.rootDigest ?? []).toString('hex') }
  expect(verifyPinnedRoot(root().envelope, pin).version).toBe(1)
  expect(key && encodeActivationKey(key)).toBe(example('activation.text'))
})

it('the enrolment is signed by both keys and opens', async () => {
  const payload = messages.enrollPayload.parse(bytes('enroll.payload'))
  const envelope = sealEnrolment(payload, signers.activation, signers.agent)
  expect(Buffer.from(envelope.payload, 'base64').toString()).toBe(example('enroll.payload'))
  expect(envelope.signatures.map(one => one.sig)).toEqual([
    example('enroll.sig.activation'),
    example('enroll.sig.agent'),
  ])
  const opened = await openEnrolment(envelope, id => (id === signers.activation.keyid ? signers.activation : null))
  expect(opened.payload).toEqual(payload)
  expect(opened.agentKey.keyid).toBe(signers.agent.keyid)
})

it('the server nonce of the enrolment is the one the director seed makes', () => {
  const { serverNonce } = messages.enrollPayload.parse(bytes('enroll.payload'))
  const key = helloKey(seeds.director)
  expect(makeServerNonce(key, nowMs, new Uint8Array(16).fill(0xc0))).toBe(serverNonce)
  expect(isGoodServerNonce(key, serverNonce, nowMs + 600_000)).toBe(true)
})

it('machine is the digest of the facts', () => {
  const { facts } = messages.enrollPayload.parse(bytes('enroll.payload'))
  expect(machineDigest(facts)).toBe(example('machine'))
  expect(factDigest('smbios', null)).toBe(facts.smbios)
})

it('the check-in parses, and its headers are these', () => {
  const body = bytes('checkin.body')
  expect(messages.checkinRequest.parse(body).link.machine).toBe(example('machine'))
  const headers = signRequest(signers.agent, { ...post, body, createdS: 1_795_286_400 })
  expect(headers).toEqual({
    'content-digest': example('checkin.content-digest'),
    'signature-input': example('checkin.signature-input'),
    signature: example('checkin.signature'),
  })
  const parsed = parseSignatureHeaders(headers)
  expect(verifyRequestSignature(parsed, post, signers.agent)).toBe(true)
  expect(verifyBodyDigest(parsed, body)).toBe(true)
})

it('the bell is signed over the empty body', () => {
  const body = new Uint8Array(0)
  const headers = signRequest(signers.agent, { method: 'GET', path: '/agent/v1/bell', body, createdS: 1_795_286_400 })
  expect(headers.signature).toBe(example('bell.signature'))
})

it('the task document keeps its bytes, digest and size, and the agent takes it', () => {
  const entry = { task: '5c1e0a7d-94b2-4b0e-8f3a-6d2c7b9e1f40', sha256: example('task.sha256'), size: 611 }
  const verdict = checkTaskDocument(bytes('task.document'), entry, { deployment, agent: agentId, timeMs: nowMs })
  if (!verdict.ok) throw new Error(verdict.detail)
  const sealed = sealTaskDocument(verdict.document)
  expect(sealed).toEqual({ bytes: bytes('task.document'), sha256: entry.sha256, size: entry.size })
})

it('the answer is signed by the director, and the agent takes it', () => {
  const payload = bytes('answer.payload')
  expect(sha256Hex(preAuthEncoding(envelopeTypes.answer, payload))).toBe(example('answer.pae.sha256'))
  const envelope = sealAnswer(answerMessage.parse(payload), signers.director)
  expect(envelope).toEqual(sealEnvelope('answer', payload, [signers.director]))
  expect(envelope.signatures).toEqual([{ keyid: signers.director.keyid, sig: example('answer.sig') }])
  expect(openEnvelope(envelope, 'answer', [signers.director], 1).payload).toEqual(payload)
  const verdict = judgeAnswer(envelope, {
    root: root(),
    deployment,
    agent: agentId,
    nonce: 'd1'.repeat(16),
    haveManifest: 0,
    understood: [],
    takesWork: true,
  })
  expect(verdict).toMatchObject({ ok: true, problem: null, work: { version: nowMs + 456 } })
})

it('the event keeps its text and name', () => {
  const event = parseEvent(example('event.text'))
  expect(eventText(event)).toBe(example('event.text'))
  expect(eventName(example('event.text'))).toBe(example('event.sha256'))
})

it('rows are sorted by their UTF-8 bytes, and the digests are these', () => {
  const rows = example('rows.sorted')
    .replace('<U+FB01>', '\ufb01')
    .replace('<U+1D49C>', '\u{1d49c}')
    .split(/(?<=\]) /)
    .map(text => JSON.parse(text) as string[])
  expect(rows).toHaveLength(3)
  const digest = sectionDigest(rows.toReversed().map(rowText))
  expect(digest).toBe(example('rows.digest'))
  expect(inventoryDigest([['system.1', digest]])).toBe(example('inventory'))
})
