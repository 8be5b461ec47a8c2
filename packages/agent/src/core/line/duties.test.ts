import type { Standing } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { type DutyFacts, nextDuty } from './duties.ts'

const idle: DutyFacts = {
  nowMs: 1000,
  standing: 'active',
  quietUntilMs: 0,
  checkInAtMs: 61_000,
  helloAtMs: null,
  rekeying: false,
  reportAtMs: null,
  eventsAtMs: null,
  documentAtMs: null,
}
const everything: Partial<DutyFacts> = {
  checkInAtMs: 0,
  helloAtMs: 0,
  rekeying: true,
  reportAtMs: 0,
  eventsAtMs: 0,
  documentAtMs: 0,
}

describe('what goes to the server next', () => {
  it.each<[string, Partial<DutyFacts>, ReturnType<typeof nextDuty>]>([
    ['nothing due: until the check-in', {}, { kind: 'wait', ms: 60_000 }],
    ['nothing due: until the nearest date', { reportAtMs: 3000, eventsAtMs: 2000 }, { kind: 'wait', ms: 1000 }],
    ['quiet beats everything', { ...everything, quietUntilMs: 5000 }, { kind: 'wait', ms: 4000 }],
    ['roots first: nothing else may verify without them', everything, { kind: 'hello' }],
    ['then the new key', { ...everything, helloAtMs: null }, { kind: 'rekey' }],
    ['then the check-in: it may stop a task', { ...everything, helloAtMs: null, rekeying: false }, { kind: 'checkin' }],
    ['then documents', { reportAtMs: 0, eventsAtMs: 0, documentAtMs: 0 }, { kind: 'document' }],
    ['a report before events: the scan proves the end', { reportAtMs: 0, eventsAtMs: 0 }, { kind: 'report' }],
    ['a report that has to wait does not hold events back', { reportAtMs: 9000, eventsAtMs: 0 }, { kind: 'events' }],
  ])('%s', (_, change, want) => {
    expect(nextDuty({ ...idle, ...change })).toEqual(want)
  })

  it.each<[Standing, string]>([
    ['active', 'rekey'],
    ['probation', 'rekey'],
    ['pending', 'checkin'],
    ['quarantined', 'checkin'],
    ['rejected', 'checkin'],
    ['revoked', 'checkin'],
  ])('an agent that is %s may %s', (standing, kind) => {
    expect(nextDuty({ ...idle, ...everything, helloAtMs: null, standing }).kind).toBe(kind)
  })

  it('results of an agent that may not speak wait, whatever their date', () => {
    const facts = { ...idle, standing: 'quarantined' as const, eventsAtMs: 0, reportAtMs: 0 }
    expect(nextDuty(facts)).toEqual({ kind: 'wait', ms: 60_000 })
  })
})
