import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Classified, classifyLink, isBreakerOpen, type LinkLine, type LinkRequest, newLinkLine } from './link.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'

const T = 1_795_286_400_000
const stored: LinkLine = {
  standing: 'active',
  seq: 10,
  link: 'L10',
  ring: ['L9', 'L8', 'L7'],
  machine: 'm1',
  machineAtMs: null,
  adoptMachine: null,
  adoptAtMs: null,
  boot: 'b1',
  seenAtMs: T - 60_000,
}
const request: LinkRequest = { seq: 11, prev: 'L10', next: 'L11', tried: [], machine: 'm1', boot: 'b1', createdMs: T }
const classify = (line: Partial<LinkLine>, sent: Partial<LinkRequest>, breakerOpen = false) =>
  classifyLink({ ...stored, ...line }, { ...request, ...sent }, { nowMs: T, breakerOpen })

const adopting = { adoptMachine: 'm2', adoptAtMs: T - 1000 } as const

describe('the table', () => {
  it.each<[string, Partial<LinkLine>, Partial<LinkRequest>, number, Classified['verdict']]>([
    ['quarantined', { standing: 'quarantined' }, {}, 1, 'STANDING'],
    ['rejected', { standing: 'rejected' }, {}, 1, 'STANDING'],
    ['revoked', { standing: 'revoked' }, {}, 1, 'STANDING'],
    [
      'quarantined wins over a resume under way',
      { standing: 'quarantined', ...adopting },
      { machine: 'm2' },
      1,
      'STANDING',
    ],
    ['the adopted machine', adopting, { machine: 'm2', next: 'X', prev: 'Y', seq: 3 }, 2, 'ADOPT'],
    ['another machine while one is adopted, even with the head', adopting, {}, 2, 'LINK_UNKNOWN'],
    [
      'the adopted machine, signed before the resume',
      adopting,
      { machine: 'm2', createdMs: T - 2000 },
      2,
      'LINK_UNKNOWN',
    ],
    ['the adopted machine, signed at that very moment', adopting, { machine: 'm2', createdMs: T - 1000 }, 2, 'ADOPT'],
    [
      'the head itself while its machine is adopted: from before',
      adopting,
      { machine: 'm2', next: 'L10' },
      2,
      'LINK_OLD',
    ],
    ['a link of the ring likewise', adopting, { machine: 'm2', next: 'L8', prev: 'L7' }, 2, 'LINK_OLD'],
    ['the head again', {}, { next: 'L10', prev: 'L9', seq: 10 }, 3, 'REPEAT'],
    ['the head again under another seq', {}, { next: 'L10', prev: 'L9', seq: 99 }, 3, 'REPEAT'],
    ['the next link', {}, {}, 4, 'ADVANCE'],
    ['a jump of seq', {}, { seq: 2 ** 53 - 1 }, 4, 'ADVANCE'],
    [
      'after links that were never heard',
      {},
      { next: 'L13', prev: 'L12', tried: ['L10', 'L11'], seq: 13 },
      4,
      'ADVANCE',
    ],
    ['pending agents too', { standing: 'pending' }, {}, 4, 'ADVANCE'],
    ['a late request', {}, { next: 'L9', prev: 'L8', seq: 9 }, 5, 'LINK_OLD'],
    ['a replayed request that knew the head', {}, { next: 'L9', prev: 'L10', seq: 10 }, 5, 'LINK_OLD'],
    ['another next after an old link', {}, { next: 'X', prev: 'L9', seq: 10 }, 6, 'COPY'],
    ['another next after an old link, with a larger seq', {}, { next: 'X', prev: 'L7', seq: 99 }, 6, 'COPY'],
    ['an old link among tried', {}, { next: 'X', prev: 'Y', tried: ['L8'], seq: 12 }, 6, 'COPY'],
    ['the head known but seq not above it, and nothing older', {}, { next: 'X', seq: 10 }, 7, 'LINK_UNKNOWN'],
    ['the head and an old one known but seq not above it', {}, { next: 'X', tried: ['L9'], seq: 10 }, 6, 'COPY'],
    ['nothing known', {}, { next: 'X', prev: 'Y' }, 7, 'LINK_UNKNOWN'],
  ])('%s', (_, line, sent, row, verdict) => {
    const result = classify(line, sent)
    expect({ row: result.row, verdict: result.verdict }).toEqual({ row, verdict })
    expect(result.accepted).toBe(['ADOPT', 'REPEAT', 'ADVANCE'].includes(verdict))
    const unchanged = !result.accepted && verdict !== 'COPY'
    if (unchanged) expect(result.line).toEqual({ ...stored, ...line })
  })
})

describe('what is stored', () => {
  it('ADVANCE: link, seq, boot, time; the old head joins the ring', () => {
    expect(classify({}, { boot: 'b2' }).line).toEqual({
      ...stored,
      seq: 11,
      link: 'L11',
      ring: ['L10', 'L9', 'L8', 'L7'],
      boot: 'b2',
      seenAtMs: T,
    })
  })
  it('ADVANCE: links that were never heard join it too, by age', () => {
    const { line } = classify({}, { next: 'L13', prev: 'L12', tried: ['L8', 'L9', 'L10', 'L11'], seq: 13 })
    expect(line.ring).toEqual(['L12', 'L11', 'L10', 'L9', 'L8', 'L7'])
  })
  it('the ring keeps 32', () => {
    const ring = Array.from({ length: 32 }, (_, i) => `R${i}`)
    const { line } = classify({ ring }, { next: 'N', prev: 'U', tried: ['L10'] })
    expect(line.ring).toEqual(['U', 'L10', ...ring.slice(0, 30)])
  })
  it('REPEAT: nothing but boot, machine and time', () => {
    expect(classify({}, { next: 'L10', prev: 'L9', seq: 10, boot: 'b2' }).line).toEqual({
      ...stored,
      boot: 'b2',
      seenAtMs: T,
    })
  })
  it('ADOPT: a new line, and the wish is gone', () => {
    const { line, machineChanged } = classify(adopting, { machine: 'm2', next: 'X', prev: 'Y', seq: 3 })
    expect(line).toEqual({ ...stored, seq: 3, link: 'X', ring: [], machine: 'm2', machineAtMs: T, seenAtMs: T })
    expect(machineChanged).toBe(true)
  })
  it('COPY: the standing alone; the speaker is noted', () => {
    const result = classify({}, { next: 'X', prev: 'L9' })
    expect(result.line).toEqual({ ...stored, standing: 'quarantined' })
    expect(result.noteSpeaker).toBe(true)
  })
  it('another machine in an accepted request: noted with the time, and said', () => {
    const result = classify({}, { machine: 'm2' })
    expect(result).toMatchObject({ machineChanged: true, line: { machine: 'm2', machineAtMs: T } })
  })
})

describe('notices of row 7', () => {
  const unknown = { next: 'X', prev: 'Y' }
  it.each<[string, Partial<LinkRequest>, Classified['notice']]>([
    ['a fresh request behind the stored seq', { seq: 3 }, 'old_copy'],
    ['a fresh request at the stored seq', { seq: 10 }, 'old_copy'],
    ['a fresh request ahead of it', { seq: 40 }, 'server_behind'],
    ['an old request says nothing', { seq: 3, createdMs: T - 60_000 }, null],
  ])('%s', (_, sent, notice) => expect(classify({}, { ...unknown, ...sent }).notice).toBe(notice))
})

describe('breaker', () => {
  it('open: a copy is refused without quarantine, with an alarm', () => {
    const result = classify({}, { next: 'X', prev: 'L9' }, true)
    expect(result).toMatchObject({ verdict: 'LINK_UNKNOWN', row: 6, notice: 'breaker', noteSpeaker: false })
    expect(result.line).toEqual(stored)
  })
  it('open: everything else goes on', () => expect(classify({}, {}, true).verdict).toBe('ADVANCE'))
  it.each([
    [5, 0, false],
    [6, 0, true],
    [6, 300, false],
    [7, 300, true],
    [200, 10_000, false],
    [201, 10_000, true],
  ])('%i quarantined of %i active agents opens it: %s', (quarantined, active, open) => {
    expect(isBreakerOpen(quarantined, active)).toBe(open)
  })
})

it('a late request never passes for a copy at the edge of the ring', () => {
  // Unheard U was made after A. With (link, unheard, ring) as the order, the cut drops U while A is still there, and U's own
  // late request (next U, prev A) would be row 6.
  let line = newLinkLine({ standing: 'active', first: 'A', machine: 'm', boot: 'b', nowMs: T })
  const send = (sent: Partial<LinkRequest>) =>
    classifyLink(line, { ...request, machine: 'm', boot: 'b', ...sent }, { nowMs: T })
  const late = { seq: 1, prev: 'A', next: 'U', tried: [] }
  line = send({ seq: 2, prev: 'U', next: 'N0', tried: ['A'] }).line
  for (let i = 1; i <= 40; i++) {
    expect(send(late).verdict).toBe(line.ring.includes('U') ? 'LINK_OLD' : 'LINK_UNKNOWN')
    line = send({ seq: 2 + i, prev: `N${i - 1}`, next: `N${i}`, tried: [] }).line
  }
  expect(line.ring).not.toContain('U')
})

it('classifies as the oracle on random lines and requests', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const link = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
  const seq = fc.integer({ min: 0, max: 6 })
  const time = fc.integer({ min: 0, max: 5 })
  const machine = fc.constantFrom('m1', 'm2')
  const cases = samples(
    fc.record({
      standing: fc.oneof(
        { weight: 6, arbitrary: fc.constant('active' as const) },
        {
          weight: 3,
          arbitrary: fc.constantFrom(
            'pending' as const,
            'quarantined' as const,
            'rejected' as const,
            'revoked' as const,
          ),
        },
      ),
      seq,
      link,
      ring: fc.uniqueArray(link, { maxLength: 5 }),
      filler: fc.integer({ min: 0, max: 32 }),
      machine,
      adopt: fc.option(fc.tuple(machine, time), { freq: 5 }),
      request: fc.record({
        seq,
        prev: link,
        next: link,
        tried: fc.uniqueArray(link, { maxLength: 4 }),
        machine,
        boot: link,
        created: time,
      }),
      now: time,
      breaker: fc.boolean(),
    }),
    6000,
  ).filter(
    ({ link: head, ring, request: { prev, next, tried } }) =>
      !ring.includes(head) && ![prev, ...tried].includes(next) && !tried.includes(prev),
  )
  const answers = askOracle(
    cases.map(({ request: sent, now, breaker, adopt, filler, ...line }) => ({
      ask: 'classify',
      stored: {
        ...line,
        ring: fill(line.ring, filler),
        machine_at: null,
        adopt_machine: adopt?.[0] ?? null,
        adopt_at: adopt?.[1] ?? null,
        boot: 'z',
        seen_at: 2,
      },
      request: sent,
      now,
      breaker,
    })),
  )
  const rows = new Map<number, number>()
  const ours = cases.map(({ request: { created, ...sent }, now, breaker, adopt, filler, ...line }) => {
    const result = classifyLink(
      {
        ...line,
        ring: fill(line.ring, filler),
        machineAtMs: null,
        adoptMachine: adopt?.[0] ?? null,
        adoptAtMs: adopt?.[1] ?? null,
        boot: 'z',
        seenAtMs: 2,
      },
      { ...sent, createdMs: created },
      { nowMs: now, breakerOpen: breaker },
    )
    rows.set(result.row, (rows.get(result.row) ?? 0) + 1)
    const { machineAtMs, adoptMachine, adoptAtMs, seenAtMs, ...rest } = result.line
    const after = {
      ...rest,
      machine_at: machineAtMs,
      adopt_machine: adoptMachine,
      adopt_at: adoptAtMs,
      seen_at: seenAtMs,
    }
    return [result.row, result.verdict, after]
  })
  expect(ours).toEqual(answers)
  expect(new Set(rows.keys())).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]))
  expect(Math.min(...rows.values())).toBeGreaterThan(10)
})

/** A ring near its cap, so that the cut is met. */
function fill(ring: readonly string[], filler: number): string[] {
  return [...ring, ...Array.from({ length: filler }, (_, i) => `old${i}`)].slice(0, 32)
}
