import { describe, expect, it } from 'vitest'
import { type Answer, type AnswerContext, judgeAnswer, nextWorkVersion, sealAnswer, workExpires } from './answer.ts'
import { sealEnvelope } from './envelope.ts'
import { nextRoot, starterRoot } from './root.ts'
import { agentId, deployment, nowMs, signers } from './testing/worked-example.ts'
import { refusal } from './testing/outcome.ts'

const { root: rootKey, director, agent } = signers
const root = starterRoot({ deployment, nowMs, root: rootKey, director })
const strict = nextRoot(root, { nowMs, require: ['policy'] }, [rootKey])
const nonce = 'd1'.repeat(16)
const other = '00000000-0000-4000-8000-000000000000'
const settings = { checkInS: 60, scanEveryS: 14_400, scanAfter: 0 }
const task = { task: other, sha256: 'ab'.repeat(32), size: 611 }

const base: Answer = { deployment, agent: agentId, nonce, time: nowMs, root: 1, epoch: 1, standing: 'active' }
const context: AnswerContext = {
  root,
  deployment,
  agent: agentId,
  nonce,
  haveManifest: 100,
  understood: [],
  takesWork: true,
}
const work = (version: number, manifest = true, expires = nowMs + 1000) => ({
  work: { version, expires, ...(manifest ? { manifest: { tasks: [task], settings } } : {}) },
})
const caps = (manifest: object) => ({ work: { version: 101, expires: nowMs, manifest } })
const judge = (answer: Partial<Answer> | object, changed: Partial<AnswerContext> = {}) =>
  judgeAnswer(sealEnvelope('answer', Buffer.from(JSON.stringify({ ...base, ...answer })), [director]), {
    ...context,
    ...changed,
  })

describe('the answer stands or falls', () => {
  it.each<[string, object, Partial<AnswerContext>, string]>([
    ['good', {}, {}, 'ok'],
    ['of another deployment', { deployment: other }, {}, 'answer_foreign'],
    ['for another agent', { agent: other }, {}, 'answer_foreign'],
    ['for another request', { nonce: 'd2'.repeat(16) }, {}, 'answer_foreign'],
    ['an enrolment names the agent', { agent: other }, { agent: null }, 'ok'],
    ['an older root than ours', {}, { root: strict, understood: ['policy'] }, 'root_rollback'],
    ['a newer root than ours', { root: 2 }, {}, 'root_rollback'],
    ['a member too many', { extra: 1 }, {}, 'answer_malformed'],
    ['a standing that does not exist', { standing: 'stale' }, {}, 'answer_malformed'],
  ])('%s', (_, answer, changed, expected) => {
    const verdict = judge(answer, changed)
    expect(verdict.ok ? 'ok' : verdict.problem.code).toBe(expected)
  })

  const sealed = (answer: Answer) => Buffer.from(JSON.stringify(answer))
  it.each<[string, unknown, string]>([
    ['signed by another key', sealEnvelope('answer', sealed(base), [agent]), 'env_signature'],
    ['signed by the root key', sealEnvelope('answer', sealed(base), [rootKey]), 'env_signature'],
    ['signed by the director as a root', sealEnvelope('root', sealed(base), [director]), 'env_type'],
    [
      'signed by the director as a type of the future',
      { ...sealEnvelope('answer', sealed(base), [director]), payloadType: 'application/vnd.patchyard.policy.v1+json' },
      'env_type',
    ],
    ['above 256 KiB', sealEnvelope('answer', Buffer.alloc(262_145, ' '), [director]), 'limit'],
    [
      'a name twice',
      sealEnvelope('answer', Buffer.from(JSON.stringify(base).replace('{', '{"epoch":2,')), [director]),
      'answer_malformed',
    ],
    ['not an envelope', { answer: 1 }, 'env_type'],
    ['nothing', undefined, 'env_type'],
  ])('%s', (_, envelope, expected) => {
    const verdict = judgeAnswer(envelope, context)
    expect(verdict.ok ? 'ok' : verdict.problem.code).toBe(expected)
  })
})

describe('work is taken or refused while the answer stands', () => {
  it.each<[string, object, Partial<AnswerContext>, string | null, boolean]>([
    ['newer, with manifest', work(101), {}, null, true],
    ['the same without manifest moves expires', work(100, false), {}, null, true],
    ['the same with manifest', work(100), {}, 'manifest_rollback', false],
    ['older', work(99), {}, 'manifest_rollback', false],
    ['newer without manifest', work(101, false), {}, 'manifest_rollback', false],
    ['older without manifest', work(99, false), {}, 'manifest_rollback', false],
    ['after a dropped director everything is newer than 0', work(1), { haveManifest: 0 }, null, true],
    ['no work at all', {}, {}, null, false],
    ['expires 35 days ahead', work(101, true, nowMs + 35 * 86_400_000), {}, null, true],
    ['expires a millisecond later', work(101, true, nowMs + 35 * 86_400_000 + 1), {}, 'limit', false],
    [
      'a task listed twice',
      { work: { version: 101, expires: nowMs, manifest: { tasks: [task, task], settings } } },
      {},
      'limit',
      false,
    ],
    ['65 tasks', caps({ tasks: Array.from({ length: 65 }, () => task), settings }), {}, 'limit', false],
    ['a task above 1 MiB', caps({ tasks: [{ ...task, size: 1_048_577 }], settings }), {}, 'limit', false],
    ['a check-in each second', caps({ tasks: [], settings: { ...settings, checkInS: 1 } }), {}, 'limit', false],
    ['expires as a text', { work: { version: 101, expires: 'never' } }, {}, 'limit', false],
    ['a cancel list, which does not exist', caps({ tasks: [], settings, cancel: [] }), {}, 'limit', false],
    ['work that is a list', { work: [] }, {}, 'limit', false],
    ['the root has expired', { ...work(101), time: root.expires }, {}, 'root_expired', false],
    ['the root is about to expire', { ...work(101), time: root.expires - 1 }, {}, null, true],
    ['the root requires what we do not enforce', { ...work(101), root: 2 }, { root: strict }, 'require_unknown', false],
    [
      'the root requires what we enforce',
      { ...work(101), root: 2 },
      { root: strict, understood: ['policy'] },
      null,
      true,
    ],
    ['not in answers to other requests', work(101), { takesWork: false }, null, false],
  ])('%s', (_, answer, changed, problem, taken) => {
    const verdict = judge(answer, changed)
    if (!verdict.ok) throw new Error(verdict.problem.code)
    expect(verdict.problem?.code ?? null).toBe(problem)
    expect(verdict.work !== null).toBe(taken)
    expect(verdict.signedBy).toBe(director.keyid)
  })
})

it('the server cannot sign what agents refuse', () => {
  expect(refusal(() => sealAnswer({ ...base, nonce: 'x' }, director)).field).toBe('nonce')
})

describe('version of work', () => {
  it.each([
    ['follows the clock', 5, 0, nowMs, nowMs],
    ['rises when the clock stands', nowMs, 0, nowMs, nowMs + 1],
    ['rises when the clock went back', nowMs, 0, 5, nowMs + 1],
    ['passes what the agent has, after a restored server', 5, nowMs + 900, nowMs, nowMs + 901],
  ])('%s', (_, stored, have, now, expected) => expect(nextWorkVersion(stored, have, now)).toBe(expected))
  it('beyond 2^53-1 is malformed', () => {
    expect(refusal(() => nextWorkVersion(0, Number.MAX_SAFE_INTEGER, nowMs))).toEqual({
      code: 'malformed',
      field: 'have.manifest',
    })
    expect(nextWorkVersion(0, Number.MAX_SAFE_INTEGER - 1, nowMs)).toBe(Number.MAX_SAFE_INTEGER)
  })
})

it.each([
  [undefined, 7],
  [86_400_000, 1],
  [90 * 86_400_000, 35],
])('expires with the shortest job at %s is %s days ahead', (shortest, days) => {
  expect(workExpires(nowMs, shortest)).toBe(nowMs + days * 86_400_000)
})
