import { expect, it } from 'vitest'
import { groupsOf } from './run-parts.ts'

const names = (parts: readonly { name: string; beside?: string }[]): string =>
  groupsOf(parts)
    .map(group => group.map(({ name }) => name).join('+'))
    .join(' ')

it.each([
  ['one after another', [{ name: 'unit' }, { name: 'db' }], 'unit db'],
  ['one beside the next', [{ name: 'unit' }, { name: 'sim', beside: 'hosts' }, { name: 'hosts' }], 'unit sim+hosts'],
  ['alone when the other is not asked for', [{ name: 'sim', beside: 'hosts' }], 'sim'],
  ['alone when another follows', [{ name: 'sim', beside: 'hosts' }, { name: 'db' }], 'sim db'],
])('parts run %s', (_, parts, want) => {
  expect(names(parts)).toBe(want)
})
