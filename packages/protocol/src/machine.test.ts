import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factDigest, looksLike, machineDigest } from './machine.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'

it('facts are trimmed and in small letters before they are digested', () => {
  expect(factDigest('smbios', ' 4C4C4544-0042\n')).toBe(factDigest('smbios', '4c4c4544-0042'))
  expect(factDigest('smbios', 'a')).not.toBe(factDigest('rootfs', 'a'))
})

it.each([null, '', ' \n'])('%j is no fact', value => expect(factDigest('machineId', value)).toBe(''))

const facts = { machineId: 'a', smbios: 'b', rootfs: 'c' }
it.each([
  ['the same machine', facts, true],
  ['the same smbios', { machineId: 'x', smbios: 'b', rootfs: 'y' }, true],
  ['another smbios, both others the same', { machineId: 'a', smbios: 'x', rootfs: 'c' }, true],
  ['the machine id alone', { machineId: 'a', smbios: '', rootfs: 'y' }, false],
  ['the file system alone', { machineId: 'x', smbios: '', rootfs: 'c' }, false],
  ['nothing', { machineId: 'x', smbios: 'y', rootfs: 'z' }, false],
])('%s looks like it: %s', (_, newcomer, like) => expect(looksLike(newcomer, facts)).toBe(like))

it('what neither host has is no likeness', () => {
  const bare = { machineId: '', smbios: '', rootfs: '' }
  expect(looksLike(bare, bare)).toBe(false)
})

it('the oracle digests the same', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const names = ['machineId', 'smbios', 'rootfs'] as const
  const value = fc.string({ unit: fc.constantFrom('A', 'b', '0', '-', ' ', '\n', 'é'), maxLength: 12 })
  const cases = samples(fc.tuple(value, value, value), 300)
  const digests = askOracle(
    cases.flatMap(values => values.map((one, i) => ({ ask: 'fact', name: names[i], value: one }))),
  )
  const ours = cases.map(values => values.map((one, i) => factDigest(names[i] ?? 'smbios', one)))
  expect(ours.flat()).toEqual(digests)
  const machines = ours.map(([machineId = '', smbios = '', rootfs = '']) => ({ machineId, smbios, rootfs }))
  expect(machines.map(machineDigest)).toEqual(askOracle(machines.map(one => ({ ask: 'machine', facts: one }))))
})
