import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reportedFacts } from './reported-facts.ts'

it('texts, numbers and yes/no are shown with readable names; structures are not', () => {
  expect(reportedFacts({ cpuCount: 4, bootMode: 'uefi', secureBoot: false, disks: [{}], none: null })).toEqual([
    { name: 'Cpu count', value: '4' },
    { name: 'Boot mode', value: 'uefi' },
    { name: 'Secure boot', value: 'No' },
  ])
})

it('anything may come: nothing is thrown, and never more than 40 facts are shown', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything(), { maxKeys: 80 }), system => {
      expect(reportedFacts(system).length).toBeLessThanOrEqual(40)
    }),
  )
})
