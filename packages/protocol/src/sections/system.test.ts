import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { refusal } from '../testing/outcome.ts'
import { type SystemFacts, systemFacts, systemRows } from './system.ts'

const none: SystemFacts = { scanReasons: [], repositories: [], updaters: [] }
const full: SystemFacts = {
  hostname: 'web-01',
  osId: 'debian',
  osIdLike: '',
  osVersionId: '12',
  osName: 'Debian GNU/Linux 12 (bookworm)',
  osCodename: 'bookworm',
  osBuild: '10.0.26100.4349',
  osEdition: 'serverCore',
  kernelRunning: '6.1.0-28-amd64',
  kernelNewest: '6.1.0-31-amd64',
  arch: 'x86_64',
  virtualization: 'kvm',
  bootedAt: 1_795_286_400_000,
  zone: 'Europe/Berlin',
  manufacturer: 'QEMU',
  model: 'Standard PC',
  serial: '',
  board: 'J314sAP',
  firmware: '1.16.2',
  cpuModel: 'x',
  cpuCount: 2,
  memoryBytes: 4_000_000_000,
  lastUser: 'anna',
  lastUserAt: 0,
  agentVersion: '0.1.0',
  agentRuntime: 'node 24.21.0',
  provider: 'apt',
  providerVersion: '2.6.1',
  scanStatus: 'partial',
  scanReasons: [
    { subject: 'bookworm-security', text: '404  Not Found' },
    { subject: 'lock', text: 'held by 812 (unattended-upgr)' },
  ],
  repositories: [
    { id: 'bookworm', url: 'http://mirror.example.org/debian bookworm', state: 'ok', authenticated: true, error: '' },
    { id: 'a:b/c', url: 'http://[::1]:80/', state: 'failed', authenticated: false, error: 'refused' },
  ],
  updaters: [{ name: 'unattended-upgrades', enabled: true }],
}

describe('facts and rows', () => {
  it('go there and back', () => expect(systemFacts(systemRows(full))).toEqual(full))
  it('in any order', () => {
    const facts = systemFacts(systemRows(full).toReversed())
    expect({
      ...facts,
      scanReasons: facts.scanReasons.toReversed(),
      repositories: facts.repositories.toReversed(),
    }).toEqual(full)
  })
  it('what is not known is no row', () => {
    expect(systemRows(none)).toEqual([])
    expect(systemFacts([])).toEqual(none)
    expect(systemRows({ ...none, cpuCount: 0 })).toEqual([['cpu.count', 0]])
  })
  it('the fact of the protocol text is the host name', () =>
    expect(systemFacts([['host', 'web-01']]).hostname).toBe('web-01'))
  it('keys are unique', () => {
    const keys = systemRows(full).map(([fact]) => fact)
    expect(new Set(keys).size).toBe(keys.length)
  })
  it('every fact stands in the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const missing = systemRows(full)
      .map(([fact]) => String(fact).split(':')[0] ?? '')
      .filter(fact => !readme.includes(`\`${fact}`))
    expect(missing).toEqual([])
  })
})

describe('refused', () => {
  it.each<[string, unknown[]]>([
    ['a fact that does not exist', ['root.password', 'x']],
    ['a fact that every object has', ['constructor', 'x']],
    ['a list fact that every object has', ['constructor:x', 'x']],
    ['a list fact without a name', ['repository.state:', 'ok']],
    ['a list fact without a colon', ['repository.state', 'ok']],
    ['a single fact with a name', ['host:x', 'y']],
    ['a number for a text', ['host', 1]],
    ['a text for a number', ['cpu.count', '2']],
    ['a negative number', ['memory.bytes', -1]],
    ['null', ['host', null]],
    ['a state that does not exist', ['repository.state:x', 'maybe']],
    ['a text for a boolean', ['updater.enabled:x', 'true']],
    ['a control character', ['host', 'a\u0007b']],
    ['three columns', ['host', 'a', 'b']],
    ['no columns', []],
  ])('%s', (_, row) => expect(refusal(() => systemFacts([row])).code).toBe('malformed'))

  it('facts that the server would refuse are not made into rows', () => {
    expect(refusal(() => systemRows({ ...none, hostname: 'a\nb' })).code).toBe('malformed')
    expect(refusal(() => systemRows({ ...none, updaters: [{ name: '', enabled: true }] })).code).toBe('malformed')
  })
})

it('any facts of the right types go there and back', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 })
  const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  const facts = fc.record(
    {
      hostname: text,
      arch: fc.string({ unit: 'grapheme', maxLength: 2 }).filter(one => Buffer.byteLength(one) <= 32),
      cpuCount: fc.nat(),
      lastUserAt: fc.maxSafeNat(),
      scanReasons: fc.uniqueArray(fc.record({ subject: name, text }), { selector: one => one.subject }),
      repositories: fc.uniqueArray(
        fc.record({
          id: name,
          url: text,
          state: fc.constantFrom('ok' as const, 'failed' as const),
          authenticated: fc.boolean(),
          error: text,
        }),
        { selector: one => one.id },
      ),
      updaters: fc.uniqueArray(fc.record({ name, enabled: fc.boolean() }), { selector: one => one.name }),
    },
    { requiredKeys: ['scanReasons', 'repositories', 'updaters'] },
  )
  fc.assert(
    fc.property(facts, one => {
      expect(systemFacts(systemRows(one))).toEqual(one)
    }),
  )
})
