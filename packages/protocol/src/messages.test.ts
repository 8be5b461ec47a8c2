import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { envelopeTypes } from './envelope.ts'
import { limits } from './limits.ts'
import { messages } from './messages.ts'
import { ProtocolError } from './protocol-error.ts'
import { hostileBytes } from './testing/hostile-json.ts'
import { outcome, refusal } from './testing/outcome.ts'
import { example } from './testing/worked-example.ts'

const hex16 = 'a1'.repeat(16)
const hex32 = 'ab'.repeat(32)
const id = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
const envelope = {
  payloadType: envelopeTypes.answer,
  payload: 'e30=',
  signatures: [{ keyid: hex32, sig: `${'A'.repeat(86)}==` }],
}
const link = {
  seq: 1,
  prev: 'a0'.repeat(16),
  next: hex16,
  tried: ['c0'.repeat(16)],
  machine: 'b0'.repeat(16),
  boot: 'b0'.repeat(16),
}
const linked = { link, nonce: hex16, want: ['answer'] }
const problem = { code: 'limit', at: 1, detail: 'x' }

/** One full example of each message, with every optional member and every list filled. */
const full: { readonly [K in keyof typeof messages]: object } = {
  helloRequest: { from: 1 },
  helloReply: { protocol: [1], features: ['x'], deployment: id, rootVersion: 1, roots: [envelope], serverNonce: 'ab' },
  enrollRequest: { envelope },
  enrollPayload: JSON.parse(example('enroll.payload')) as object,
  enrollReply: { answer: envelope },
  checkinRequest: {
    ...linked,
    agentVersion: '0.1.0',
    features: ['x'],
    have: { root: 1, manifest: 0, tasks: [hex32] },
    inventory: hex32,
    clock: { wall: 1, trusted: 1 },
    zone: 'UTC',
    progress: [{ task: id, done: 0, total: 1, text: 'x' }],
    problems: [problem],
  },
  checkinReply: { root: 1, answer: envelope, documents: ['e30='], full: true, retryAfterS: 1 },
  reportRequest: {
    ...linked,
    scan: { started: 1, finished: 2, trigger: 'timer' },
    sections: [{ name: 'network.1', base: hex32, digest: hex32, count: 1, add: [['x', 1, true, null]], del: [['x']] }],
    problems: [problem],
  },
  reportReply: { root: 1, answer: envelope, accepted: ['network.1'], full: ['system.1'], retryAfterS: 1 },
  eventsRequest: { ...linked, events: ['{}'] },
  eventsReply: { root: 1, answer: envelope, retryAfterS: 1 },
  documentRequest: { sha256: hex32 },
  rekeyRequest: { ...linked, envelope },
  rekeyPayload: { deployment: id, agent: id, nonce: hex16, oldKey: hex32, newKey: { alg: 'ed25519', pub: hex32 } },
  rekeyReply: { root: 1, answer: envelope, retryAfterS: 1 },
  problemReply: { type: 'urn:x', title: 'x', status: 400, code: 'malformed', field: 'link.seq', answer: envelope },
}
const names = Object.keys(full) as (keyof typeof messages)[]
const optional = new Set([
  'checkinReply.answer',
  'checkinReply.documents',
  'checkinReply.full',
  'checkinReply.retryAfterS',
  'reportReply.answer',
  'reportReply.retryAfterS',
  'eventsReply.answer',
  'eventsReply.retryAfterS',
  'rekeyReply.answer',
  'rekeyReply.retryAfterS',
  'problemReply.field',
  'problemReply.answer',
])
const parse = (name: keyof typeof messages, value: unknown) => messages[name].parse(Buffer.from(JSON.stringify(value)))

/** Every place in a value: path and a function that puts something else there. */
function* places(
  value: unknown,
  path: string[] = [],
): Generator<{ path: string[]; old: unknown; put: (by: unknown) => unknown }> {
  if (typeof value !== 'object' || value === null) return
  const isList = Array.isArray(value)
  for (const [name, old] of Object.entries(value)) {
    const set = (by: unknown) => (isList ? value.with(Number(name), by) : { ...value, [name]: by })
    yield { path: [...path, name], old, put: set }
    for (const inner of places(old, [...path, name])) yield { ...inner, put: by => set(inner.put(by)) }
  }
}

/** §4.0 of the bad-input catalogue, as far as JSON carries it. None of them fits any member, but for what `fits` says. */
const generic: readonly [string, unknown][] = [
  ['G3 65,536 letters', 'A'.repeat(65_536)],
  ['G4 NUL', 'a\u0000b'],
  ['G11 CR LF', 'x\r\nSet-Cookie: a=b'],
  ['G12 escape sequences', '\u001b]0;pwn\u0007\u001b[2J'],
  ['G21 -1', -1],
  ['G23 2^53 + 1', 2 ** 53],
  ['G25 1.5', 1.5],
  ['G26 a number as text', '12'],
  ['G28 a list for a text', ['x']],
  ['G29 an object for a text', { $gt: '' }],
  ['G30 null', null],
  ['G33 a boolean', false],
  ['a huge list', Array.from({ length: 20_001 }, () => 'x')],
]

const texts = new Set([
  'agentVersion',
  'zone',
  'text',
  'detail',
  'code',
  'name',
  'hostname',
  'os',
  'arch',
  'type',
  'title',
  'field',
  'payloadType',
  'serverNonce',
])
const textLists = new Set(['features', 'accepted', 'full'])

/** Members that take one of these values on purpose. */
function fits(name: string, path: readonly string[], value: unknown): boolean {
  const member = path.at(-1) ?? ''
  const around = path.at(-2) ?? ''
  const list = Array.isArray(value) && value.length === 1
  if (path.includes('add') || path.includes('del')) {
    // Cells of rows are judged by the section's columns (checkSection).
    if (path.length === 4) return list
    return (
      path.length === 5 &&
      (value === null || (typeof value !== 'object' && value !== 1.5 && value !== 2 ** 53 && value !== 'a\u0000b'))
    )
  }
  // Texts of events are judged one by one, each under its name (parseEvent).
  if (path[0] === 'events') return path.length === 1 ? list : typeof value === 'string' && value !== 'a\u0000b'
  if (value === -1) return member === 'wall'
  if (value === null) return member === 'inventory' || member === 'base' || member === 'trusted'
  if (value === '12') return texts.has(member) || textLists.has(around)
  // 65,536 letters are also base64 of 48 KiB.
  if (typeof value === 'string' && value.length === 65_536) return member === 'payload' || around === 'documents'
  return list && (member === 'features' || (name === 'reportReply' && textLists.has(member)))
}

describe.each(names)('%s', name => {
  it('takes its example', () => expect(parse(name, full[name])).toEqual(full[name]))

  it('refuses every generic mutation of every member, naming it', { timeout: 60_000 }, () => {
    const taken: string[] = []
    for (const place of places(full[name])) {
      for (const [title, value] of generic) {
        if (fits(name, place.path, value)) continue
        const result = outcome(() => parse(name, place.put(value)))
        if ('ok' in result) taken.push(`${place.path.join('.')} = ${title}`)
        else expect(result.refused.field).toBeTruthy()
      }
    }
    expect(taken).toEqual([])
  })

  it('refuses every missing member by its name, but the optional ones', () => {
    for (const [member] of Object.entries(full[name])) {
      const { [member]: _, ...rest } = full[name] as Record<string, unknown>
      if (optional.has(`${name}.${member}`)) expect(parse(name, rest)).toEqual(rest)
      else expect(refusal(() => parse(name, rest))).toEqual({ code: 'malformed', field: member })
    }
  })

  it.each([
    ['isAdmin', '{"isAdmin":true,'],
    ['__proto__', '{"__proto__":{"x":1},'],
    ['constructor', '{"constructor":{"prototype":{"x":1}},'],
    ['toString', '{"toString":1,'],
    ['an empty name', '{"":1,'],
  ])('refuses a further member: %s', (_, head) => {
    const text = JSON.stringify(full[name]).replace('{', head)
    expect(refusal(() => messages[name].parse(Buffer.from(text))).code).toBe('malformed')
    expect('x' in {}).toBe(false)
  })

  it('refuses a further member in every object inside', () => {
    for (const place of places(full[name])) {
      if (typeof place.old !== 'object' || place.old === null || Array.isArray(place.old)) continue
      expect(refusal(() => parse(name, place.put({ ...(place.old as object), extra: 1 }))).code).toBe('malformed')
    }
  })

  it('takes no other value in its place', () => {
    for (const value of [{}, { a: 1 }]) expect(refusal(() => parse(name, value)).code).toBe('malformed')
    for (const other of names) {
      if (JSON.stringify(full[other]) === JSON.stringify(full[name])) continue
      const result = outcome(() => parse(name, full[other]))
      // Replies of events and rekey have one form; a check-in's may look like either.
      if ('ok' in result) expect(['eventsReply', 'rekeyReply', 'checkinReply']).toContain(name)
    }
  })
})

it('whatever the bytes are: a message, or ProtocolError', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), hostileBytes, (name, bytes) => {
      outcome(() => messages[name].parse(bytes))
    }),
    { numRuns: 1500 },
  )
})

describe('borders', () => {
  const checkin = full.checkinRequest as Record<string, unknown>
  const report = full.reportRequest as { sections: Record<string, unknown>[] }
  it.each<[string, object, boolean]>([
    [
      '12 tried',
      { ...checkin, link: { ...link, tried: Array.from({ length: 12 }, (_, i) => i.toString(16).padStart(32, '0')) } },
      true,
    ],
    [
      '13 tried',
      { ...checkin, link: { ...link, tried: Array.from({ length: 13 }, (_, i) => i.toString(16).padStart(32, '0')) } },
      false,
    ],
    ['next equal to prev', { ...checkin, link: { ...link, prev: link.next } }, false],
    ['next among tried', { ...checkin, link: { ...link, tried: [link.next] } }, false],
    ['seq 2^53 - 1', { ...checkin, link: { ...link, seq: Number.MAX_SAFE_INTEGER } }, true],
    ['seq 0', { ...checkin, link: { ...link, seq: 0 } }, false],
    ['no answer wanted', { ...checkin, want: [] }, true],
    ['two answers wanted', { ...checkin, want: ['answer', 'answer'] }, false],
    ['something else wanted', { ...checkin, want: ['work'] }, false],
    ['no inventory yet', { ...checkin, inventory: null }, true],
    ['time unknown', { ...checkin, clock: { wall: -1, trusted: null } }, true],
    [
      '65 held tasks',
      { ...checkin, have: { root: 1, manifest: 0, tasks: Array.from({ length: 65 }, () => hex32) } },
      false,
    ],
    ['17 problems', { ...checkin, problems: Array.from({ length: 17 }, () => problem) }, false],
  ])('check-in with %s: %s', (_, value, taken) =>
    expect('ok' in outcome(() => parse('checkinRequest', value))).toBe(taken),
  )

  const section = report.sections[0] as Record<string, unknown>
  it.each<[string, object, boolean]>([
    ['20,000 rows', { ...section, add: Array.from({ length: limits.rowsPerSection }, () => ['x']) }, true],
    ['20,001 rows', { ...section, add: Array.from({ length: limits.rowsPerSection + 1 }, () => ['x']) }, false],
    ['an empty row', { ...section, add: [[]] }, false],
    ['a list in a row', { ...section, add: [['x', ['y']]] }, false],
    ['an object in a row', { ...section, add: [['x', {}]] }, false],
  ])('a section with %s: %s', (_, changed, taken) => {
    expect('ok' in outcome(() => parse('reportRequest', { ...report, sections: [changed] }))).toBe(taken)
  })
  it('200 events are taken, 201 are not', () => {
    const events = (count: number) => ({ ...full.eventsRequest, events: Array.from({ length: count }, () => '{}') })
    expect('ok' in outcome(() => parse('eventsRequest', events(200)))).toBe(true)
    expect('ok' in outcome(() => parse('eventsRequest', events(201)))).toBe(false)
  })
})

it.each([
  [{ ...full.checkinRequest, link: { ...link, seq: '1' } }, 'link.seq'],
  [{ ...full.checkinRequest, link: { ...link, next: link.prev } }, 'link'],
  [{ ...full.checkinRequest, have: { root: 1, manifest: 0, tasks: [hex32, 'x'] } }, 'have.tasks.1'],
  [{ ...full.checkinRequest, clock: { wall: 1 } }, 'clock.trusted'],
  [{ ...full.checkinRequest, 'a\u001b[2J': 1 }, 'a?[2J'],
])('%# the field is %j', (value, field) => expect(refusal(() => parse('checkinRequest', value)).field).toBe(field))

it('the problem of a refusal is a reply that agents take', () => {
  const error = new ProtocolError('malformed', 'secret detail /etc/passwd', 'link.seq')
  const body = error.toProblem()
  expect(parse('problemReply', body)).toEqual({
    type: 'urn:patchyard:problem:malformed',
    title: expect.any(String),
    status: 400,
    code: 'malformed',
    field: 'link.seq',
  })
  expect(JSON.stringify(body)).not.toContain('secret')
  expect(new ProtocolError('revoked', '').toProblem()).toMatchObject({ status: 410, code: 'standing' })
})
