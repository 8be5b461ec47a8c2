import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AgentLine,
  afterReply,
  confirmsLink,
  type LineReply,
  lineReply,
  mustCommit,
  nextAttempt,
  resumeLine,
  startLine,
} from './agent-line.ts'
import type { AnswerVerdict } from './answer.ts'
import { standings } from './standing.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'

const draw = (names: string[]) => () => names.shift() ?? expect.fail('drew a link too many')
const none = draw([])
const line = (links: string[], pending: boolean, sure = false): AgentLine => ({ links, seq: 9, pending, sure })
const signed = (standing: 'active' | 'pending' | 'quarantined' | 'revoked', why?: string): LineReply => ({
  kind: 'answer',
  accepted: true,
  standing,
  why,
})

describe('rules 1 and 3: the attempt', () => {
  it('the first after enrolment', () => {
    const attempt = nextAttempt(startLine('s0'), draw(['s1']))
    expect(attempt).toEqual({
      line: { links: ['s0', 's1'], seq: 1, pending: true, sure: false },
      mustCommit: true,
      seq: 1,
      prev: 's0',
      next: 's1',
      tried: [],
      wantAnswer: true,
    })
  })
  it('a pending one is repeated with the same link, and needs no commit', () => {
    const attempt = nextAttempt(line(['s0', 's1', 's2'], true), none)
    expect(attempt).toMatchObject({
      mustCommit: false,
      seq: 9,
      prev: 's1',
      next: 's2',
      tried: ['s0'],
      wantAnswer: true,
    })
  })
  it('sure: nothing is tried and no answer wanted', () => {
    expect(nextAttempt(line(['s0', 's1'], false, true), draw(['s2']))).toMatchObject({
      prev: 's1',
      next: 's2',
      tried: [],
      wantAnswer: false,
      seq: 10,
    })
  })
  it('sure, but eight links since the last answer: one is wanted', () => {
    const links = Array.from({ length: 8 }, (_, i) => `s${i}`)
    expect(nextAttempt(line(links, false, true), draw(['s8'])).wantAnswer).toBe(true)
    expect(nextAttempt(line(links.slice(1), false, true), draw(['s8'])).wantAnswer).toBe(false)
  })
  it('a new process is never sure', () => expect(resumeLine(line(['s0'], false, true)).sure).toBe(false))
})

describe('rules 2 and 3: the reply', () => {
  const pending = line(['s0', 's1', 's2'], true, true)
  it.each<[string, AgentLine, LineReply, string[], Partial<AgentLine>]>([
    ['a signed answer confirms', pending, signed('active'), [], { links: ['s2'], pending: false, sure: true, seq: 9 }],
    ['not with an error', pending, { ...signed('active'), accepted: false } as LineReply, [], pending],
    ['also to a pending agent', pending, signed('pending'), [], { links: ['s2'], pending: false }],
    ['not when it belongs to a refused request', pending, signed('active', 'clock_skew'), [], pending],
    ['nor when the standing refused it', pending, signed('pending', 'standing'), [], pending],
    ['another reason does not matter', pending, signed('active', 'machine'), [], { links: ['s2'] }],
    [
      'quarantined: a further link',
      pending,
      signed('quarantined'),
      ['s3'],
      { links: ['s0', 's1', 's2', 's3'], seq: 10, pending: true, sure: false },
    ],
    ['revoked: nothing', pending, signed('revoked'), [], pending],
    [
      '2xx without an answer, none wanted: provisional',
      pending,
      { kind: 'plain', answerWanted: false },
      [],
      { ...pending, pending: false, sure: true },
    ],
    ['2xx without an answer that was wanted', pending, { kind: 'plain', answerWanted: true }, [], pending],
    [
      'link_old: a further link',
      pending,
      { kind: 'linkOld' },
      ['s3'],
      { links: ['s0', 's1', 's2', 's3'], seq: 10, sure: false },
    ],
    ['nothing: not sure any more', pending, { kind: 'none' }, [], { ...pending, sure: false }],
  ])('%s', (_, before, reply, drawn, after) => expect(afterReply(before, reply, draw(drawn))).toMatchObject(after))

  it('twelve branches and no more', () => {
    let now = nextAttempt(startLine('s0'), draw(['s1'])).line
    for (let i = 2; i < 30; i++) now = afterReply(now, { kind: 'linkOld' }, () => `s${i}`)
    expect(now.links).toHaveLength(13)
    expect(nextAttempt(now, none).tried).toHaveLength(11)
  })
})

describe('what a reply is', () => {
  const verdict = (standing: string) => ({ ok: true, answer: { standing } }) as unknown as AnswerVerdict
  const failed = { ok: false } as AnswerVerdict
  const base = { status: 200, parsed: true, verdict: null, answerWanted: false }
  it.each([
    ['an answer that passes', { ...base, verdict: verdict('active') }, 'answer'],
    ['an answer that passes, under any status', { ...base, status: 500, verdict: verdict('active') }, 'answer'],
    ['an answer that fails', { ...base, verdict: failed }, 'none'],
    ['no answer', base, 'plain'],
    ['a body that does not parse', { ...base, parsed: false }, 'none'],
    ['409 link_old', { ...base, status: 409, code: 'link_old' }, 'linkOld'],
    ['409 link_unknown', { ...base, status: 409, code: 'link_unknown' }, 'none'],
    ['link_old under another status', { ...base, status: 400, code: 'link_old' }, 'none'],
    ['a redirect', { ...base, status: 302 }, 'none'],
    ['no reply', { ...base, status: 0 }, 'none'],
  ])('%s', (_, reply, kind) => expect(lineReply(reply).kind).toBe(kind))
})

it('only an answer to an accepted request confirms', () => {
  const table = standings.map(standing => [
    standing,
    confirmsLink(standing, undefined),
    confirmsLink(standing, 'clock_skew'),
  ])
  expect(table).toEqual([
    ['pending', true, false],
    ['active', true, false],
    ['probation', true, false],
    ['quarantined', false, false],
    ['rejected', false, false],
    ['revoked', false, false],
  ])
})

const reply: fc.Arbitrary<LineReply> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    accepted: fc.boolean(),
    standing: fc.constantFrom(...standings),
    why: fc.option(fc.constantFrom('clock_skew', 'standing', 'machine'), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('plain' as const), answerWanted: fc.boolean() }),
  fc.constantFrom<LineReply>({ kind: 'linkOld' }, { kind: 'none' }),
)
const step = fc.oneof(fc.constant('attempt' as const), fc.constant('restart' as const), reply)
type Step = 'attempt' | 'restart' | LineReply

function walk(steps: readonly Step[]) {
  let now = startLine('s0')
  let counter = 1
  const seen: unknown[] = []
  for (const one of steps) {
    const fresh = () => `s${counter}`
    if (one === 'restart') now = resumeLine(now)
    else if (one === 'attempt') {
      const attempt = nextAttempt(now, fresh)
      now = attempt.line
      const { seq, prev, next, tried, wantAnswer } = attempt
      seen.push({ seq, prev, next, tried, want: wantAnswer })
    } else now = afterReply(now, one, fresh)
    counter++
    seen.push(now)
  }
  return seen
}

it('seq never goes down, only a signed answer removes a link, and mustCommit sees every change of the journal', () => {
  fc.assert(
    fc.property(fc.array(reply, { maxLength: 30 }), replies => {
      let now = nextAttempt(startLine('s0'), () => 's1').line
      for (const [i, one] of replies.entries()) {
        const after = afterReply(now, one, () => `x${i}`)
        expect(after.seq).toBeGreaterThanOrEqual(now.seq)
        if (one.kind !== 'answer') expect(after.links.slice(0, now.links.length)).toEqual(now.links)
        const stored = ({ links, seq, pending }: AgentLine) => JSON.stringify({ links, seq, pending })
        if (stored(now) !== stored(after)) expect(mustCommit(now, after)).toBe(true)
        now = nextAttempt(after, () => `y${i}`).line
      }
    }),
  )
})

it('walks as the oracle does', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  // A reply comes only to a request that is under way.
  const walks = samples(fc.array(step, { maxLength: 40 }), 400).map(steps =>
    steps.flatMap<Step>(one => (typeof one === 'object' ? ['attempt', one] : [one])),
  )
  const answers = askOracle(
    walks.map(steps => ({
      ask: 'agent',
      first: 's0',
      steps: steps.map((one, i) => {
        if (typeof one === 'string') return { do: one, fresh: `s${i + 1}` }
        return {
          do: 'reply',
          kind: one.kind,
          wanted: one.kind === 'plain' && one.answerWanted,
          accepted: one.kind === 'answer' && one.accepted,
          standing: one.kind === 'answer' ? one.standing : null,
          why: one.kind === 'answer' ? (one.why ?? null) : null,
          fresh: `s${i + 1}`,
        }
      }),
    })),
  )
  expect(walks.map(walk)).toEqual(answers)
})
