import { countSteps } from './count-steps.ts'
import { buildSection, checkSection, limits, messages, ProtocolError, packagesSection } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'

const hex16 = 'a1'.repeat(16)
const report = {
  link: {
    seq: 1,
    prev: 'a0'.repeat(16),
    next: hex16,
    tried: [],
    machine: 'b0'.repeat(16),
    boot: 'b0'.repeat(16),
  },
  nonce: hex16,
  want: ['answer'],
  scan: { started: 1, finished: 2, trigger: 'timer' },
  sections: [] as object[],
  problems: [] as unknown,
}

/** What the door does with a body: taken, or refused with the protocol's own error. */
function take(body: object | string): string {
  try {
    messages.reportRequest.parse(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
    return 'taken'
  } catch (error) {
    if (error instanceof ProtocolError) return `${error.code} ${error.field ?? ''}`.trim()
    throw error
  }
}

describe('a hostile body costs steps in proportion to its bytes', () => {
  const size = 1 << 20
  const fill = (piece: string) => piece.repeat(Math.floor(size / piece.length))
  it.each([
    ['string', `{"a":"${fill('x')}"}`],
    ['escapes', `{"a":"${fill('\\u00e9')}"}`],
    ['backslashes', `{"a":"${fill('\\\\')}"}`],
    ['minus zeros', `{"a":[${fill('-0,')}0]}`],
    ['arrays', `{"a":[${fill('[],')}[]]}`],
    ['deep', `{"a":${fill('[')}`],
    ['space', `{"a":${fill(' ')}1}`],
    ['digits', `{"a":${fill('9')}}`],
    ['names', `{${fill('"aaaaaaaa":1,')}`],
  ])('%s', (_, text) => {
    let said = ''
    expect(countSteps(() => (said = take(text)))).toBeLessThan(40 * text.length)
    expect(said).toMatch(/^malformed/)
  })
})

/** A section of `count` packages with the digest that belongs to it. */
function packages(count: number) {
  const rows = Array.from({ length: count }, (_, i) =>
    packagesSection.toRow({
      name: `package-${i}`,
      arch: 'amd64',
      version: '1-1',
      scheme: 'deb',
      sourceName: 'package',
      sourceVersion: '1-1',
      vendor: 'Debian',
      held: false,
      state: 'installed',
    }),
  )
  const section = buildSection('packages.1', null, rows)
  if (section === null) throw new Error('nothing to say')
  return section
}

it('checking a section costs steps in proportion to its rows', () => {
  const [few, many] = [packages(limits.rowsPerSection / 10), packages(limits.rowsPerSection)]
  const steps = [few, many].map(section => countSteps(() => checkSection(section)))
  expect(steps[0]).toBeGreaterThan(limits.rowsPerSection / 10)
  expect(steps[1]).toBeLessThan(12 * (steps[0] ?? 0))
})

it('finding the member at fault costs no more than taking the message, however far behind it stands', () => {
  const rows = Array.from({ length: limits.rowsPerSection }, () => ['x'])
  const section = { name: 'network.1', base: null, digest: 'ab'.repeat(32), count: rows.length, add: rows, del: [] }
  const sections = Array.from({ length: 16 }, () => section)
  const good = JSON.stringify({ ...report, sections })
  const bad = JSON.stringify({ ...report, sections, problems: 5 })
  const said = ['', '']
  const taken = countSteps(() => (said[0] = take(good)))
  const refused = countSteps(() => (said[1] = take(bad)))
  expect(said).toEqual(['taken', 'malformed problems'])
  expect(refused).toBeLessThan(2 * taken)
})
