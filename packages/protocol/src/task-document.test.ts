import { describe, expect, it } from 'vitest'
import { sha256Hex } from './digest.ts'
import { checkTaskDocument, type DocumentContext, sealTaskDocument, type TaskDocument } from './task-document.ts'
import { agentId, deployment, example, nowMs } from './testing/worked-example.ts'
import type { PackagesItem } from './task-items.ts'
import { refusal } from './testing/outcome.ts'

const DAY = 86_400_000
const good = JSON.parse(example('task.document')) as TaskDocument
const context: DocumentContext = { deployment, agent: agentId, timeMs: nowMs }
const other = '00000000-0000-4000-8000-000000000000'
const [item] = good.items as [PackagesItem]
const [pack] = item.packages as [(typeof item.packages)[number]]

function check(text: string, changed: Partial<DocumentContext> = {}) {
  const bytes = Buffer.from(text)
  return checkTaskDocument(
    bytes,
    { task: good.task, sha256: sha256Hex(bytes), size: bytes.length },
    { ...context, ...changed },
  )
}
const checkWith = (changes: object, changed: Partial<DocumentContext> = {}) =>
  check(JSON.stringify({ ...good, ...changes }), changed)

describe('a document that is what the manifest says', () => {
  it.each<[string, object]>([
    ['as in the example', {}],
    ['begins in exactly 35 days', { startBefore: nowMs + 35 * DAY, finishBefore: nowMs + 36 * DAY }],
    ['runs exactly 7 days', { finishBefore: good.startBefore + 7 * DAY }],
    ['all three times equal', { startBefore: good.notBefore, finishBefore: good.notBefore }],
    ['no items', { items: [] }],
    ['a new dependency', { items: [{ ...item, packages: [{ ...pack, from: null }] }] }],
  ])('%s is taken', (_, changes) => expect(checkWith(changes)).toMatchObject({ ok: true }))
  it('known under the same digest', () => {
    expect(check(example('task.document'), { knownSha256: example('task.sha256') })).toMatchObject({ ok: true })
  })
})

describe('document_malformed', () => {
  it.each<[string, object]>([
    ['another deployment', { deployment: other }],
    ['another agent', { agent: other }],
    ['another task than the manifest lists', { task: other }],
    ['notBefore after startBefore', { notBefore: good.startBefore + 1 }],
    ['startBefore after finishBefore', { finishBefore: good.startBefore - 1 }],
    ['startBefore beyond 35 days', { startBefore: nowMs + 35 * DAY + 1, finishBefore: nowMs + 36 * DAY }],
    ['more than 7 days to finish', { finishBefore: good.startBefore + 7 * DAY + 1 }],
    ['a kind of item that does not exist', { items: [{ ...item, kind: 'script' }] }],
    ['a member that does not exist', { command: 'id' }],
    ['a member of an item that does not exist', { items: [{ ...item, argv: ['id'] }] }],
    ['two items with one number', { items: [item, item] }],
    ['2001 items', { items: Array.from({ length: 2001 }, (_, i) => ({ ...item, item: i + 1 })) }],
    ['501 packages', { items: [{ ...item, packages: Array.from({ length: 501 }, () => pack) }] }],
    ['an item without packages', { items: [{ ...item, packages: [] }] }],
    ['a package without a name', { items: [{ ...item, packages: [{ ...pack, name: '' }] }] }],
    ['a line feed in a name', { items: [{ ...item, packages: [{ ...pack, name: 'a\nb' }] }] }],
    ['an instant as a date text', { notBefore: '2026-11-21T20:00:00Z' }],
    ['a reboot policy that does not exist', { reboot: 'Always' }],
    ['item 0', { items: [{ ...item, item: 0 }] }],
  ])('%s', (_, changes) => expect(checkWith(changes)).toMatchObject({ ok: false, code: 'document_malformed' }))

  it('the same task under another digest', () => {
    expect(checkWith({}, { knownSha256: 'ab'.repeat(32) })).toMatchObject({ ok: false, code: 'document_malformed' })
  })
  it.each([
    ['a name twice', example('task.document').replace('{', '{"reboot":"always",')],
    ['text behind it', `${example('task.document')}x`],
    ['an array', '[]'],
    ['nothing', ''],
  ])('%s', (_, text) => expect(check(text)).toMatchObject({ ok: false, code: 'document_malformed' }))
})

describe('document_digest', () => {
  const bytes = Buffer.from(example('task.document'))
  const entry = { task: good.task, sha256: example('task.sha256'), size: bytes.length }
  const verdict = (sent: Uint8Array) => checkTaskDocument(sent, entry, context)
  it.each([
    ['a byte longer', Buffer.concat([bytes, Buffer.from(' ')])],
    ['a byte shorter', bytes.subarray(0, -1)],
    ['same length, other bytes', Buffer.from(bytes.toString().replace('never', 'alway'))],
    ['nothing', Buffer.alloc(0)],
  ])('%s', (_, sent) => expect(verdict(sent)).toMatchObject({ ok: false, code: 'document_digest' }))
  it('a manifest that lists more than 1 MiB', () => {
    const huge = Buffer.alloc(1_048_577, ' ')
    const listed = { task: good.task, sha256: sha256Hex(huge), size: huge.length }
    expect(checkTaskDocument(huge, listed, context)).toMatchObject({ ok: false, code: 'document_digest' })
  })
})

it('the server cannot seal what agents refuse', () => {
  expect(refusal(() => sealTaskDocument({ ...good, run: 'x' })).field).toBe('run')
})

it('2000 items of real size fit into 1 MiB, and beyond it nothing is sealed', () => {
  const items = Array.from({ length: 2000 }, (_, i) => ({ ...item, item: i + 1 }))
  expect(sealTaskDocument({ ...good, items }).size).toBeLessThan(1_048_576)
  const long = { ...pack, name: 'x'.repeat(200), to: 'y'.repeat(200), from: 'z'.repeat(200) }
  expect(() => sealTaskDocument({ ...good, items: items.map(one => ({ ...one, packages: [long] })) })).toThrow('1 MiB')
})
