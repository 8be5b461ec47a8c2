import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AgentEvent, eventKinds, eventName, eventText, parseEvent } from './events.ts'
import { messages } from './messages.ts'
import { hostileText } from './testing/hostile-json.ts'
import { outcome, refusal } from './testing/outcome.ts'
import { example } from './testing/worked-example.ts'

const base = JSON.parse(example('event.text')) as AgentEvent
const event = (kind: string, data: object, changes: object = {}) => ({ ...base, kind, data, ...changes }) as AgentEvent

const one: Record<(typeof eventKinds)[number], object> = {
  accepted: { sha256: 'ab'.repeat(32) },
  refused: { sha256: 'ab'.repeat(32), code: 'document_malformed', detail: 'times out of order' },
  dropped: { code: 'cancelled' },
  begin: { spec: 'ab'.repeat(32) },
  itemBegin: { item: 1 },
  itemEnd: { item: 1, outcome: 'failed', rc: -2_147_483_648, code: 'E_DPKG', output: 'a\n\tb' },
  pending: { code: 'user', until: 1_795_286_400_000 },
  dryRun: {
    digest: 'ab'.repeat(32),
    added: [{ name: 'libfoo2', arch: 'x86_64', from: null, to: '2.0' }],
    changed: [{ name: 'foo', arch: 'x86_64', from: '1.0', to: '2.0' }],
    more: 0,
    held: ['bar:x86_64'],
    replaced: [{ name: 'foo', arch: 'x86_64', planned: '1.9', to: '2.0' }],
    services: ['foo.service'],
    reboot: ['a kernel: linux-image-amd64:x86_64'],
    downloadBytes: null,
    growthBytes: -4096,
    disk: [{ path: '/usr', neededBytes: 0, freeBytes: 1 }],
    oneWay: [{ patch: 'deb:debian/bookworm/foo@2.0', code: 'earlier_gone', detail: '' }],
    refusals: [{ code: 'no_plan', package: null, detail: 'unmet dependencies' }],
  },
  reboot: { code: 'ifNeeded' },
  end: { outcome: 'partial', rebootNeeded: false, code: 'stopped' },
}

it.each(eventKinds)('%s goes there and back under one name', kind => {
  const text = eventText(event(kind, one[kind]))
  expect(eventText(parseEvent(text))).toBe(text)
  expect(eventName(text)).toMatch(/^[0-9a-f]{64}$/)
})

it('time may be unknown, and the wall clock anything', () => {
  const text = eventText(event('itemBegin', { item: 1 }, { at: null, wall: -5 }))
  expect(parseEvent(text)).toMatchObject({ at: null, wall: -5 })
})

describe('refused', () => {
  const end = one.itemEnd
  it.each<[string, object]>([
    ['a kind that does not exist', event('rollback', {})],
    ['a kind that every object has', event('constructor', {})],
    ['data of another kind', event('begin', { item: 1 })],
    ['a member too many in data', event('itemBegin', { item: 1, x: 1 })],
    ['a member too many', event('itemBegin', { item: 1 }, { x: 1 })],
    ['n = 0', event('itemBegin', { item: 1 }, { n: 0 })],
    ['an exit code beyond int32', event('itemEnd', { ...end, rc: 4_294_967_295 })],
    ['an exit code as a text', event('itemEnd', { ...end, rc: '0' })],
    ['an outcome that does not exist', event('itemEnd', { ...end, outcome: 'great' })],
    ['output beyond 64 KiB', event('itemEnd', { ...end, output: 'x'.repeat(65_537) })],
    ['an escape sequence in the output', event('itemEnd', { ...end, output: '\u001b[2J' })],
    ['a boot id in capitals', event('itemBegin', { item: 1 }, { boot: 'B0'.repeat(16) })],
    ['a task that is no id', event('itemBegin', { item: 1 }, { task: '../..' })],
    ['item 2011', event('itemBegin', { item: 2011 })],
  ])('%s', (_, bad) => expect(refusal(() => parseEvent(JSON.stringify(bad))).code).toBe('malformed'))

  it.each([
    ['a name twice', example('event.text').replace('{', '{"n":2,')],
    ['a text without end', '{'],
    ['no object', '[]'],
    ['300 KiB', `{"x":"${'y'.repeat(300_000)}"}`],
  ])('%s', (_, text) => expect(refusal(() => parseEvent(text)).code).toBe('malformed'))
})

it('the largest output fits, also when every character is escaped', () => {
  const text = eventText(event('itemEnd', { ...one.itemEnd, output: '\n"'.repeat(32_768) }))
  expect(parseEvent(text).kind).toBe('itemEnd')
  const body = {
    link: {
      seq: 1,
      prev: 'a0'.repeat(16),
      next: 'a1'.repeat(16),
      tried: [],
      machine: 'b0'.repeat(16),
      boot: 'b0'.repeat(16),
    },
    nonce: 'd0'.repeat(16),
    want: [],
    events: [text],
  }
  expect(messages.eventsRequest.parse(Buffer.from(JSON.stringify(body))).events).toEqual([text])
})

it('whatever the text is: an event, or ProtocolError', () => {
  fc.assert(
    fc.property(hostileText, text => void outcome(() => parseEvent(text))),
    { numRuns: 1000 },
  )
})
