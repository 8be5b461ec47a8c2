import '../../i18n/areas/configuration.ts'
import { expect, it } from 'vitest'
import { modulesOf } from './agent-modules.ts'

it.each([
  ['apt', ['profiles.1'], ['apt', 'profiles']],
  ['zypper', [], ['zypper']],
  ['', ['profiles.1'], ['profiles']],
  ['dnf', ['rollback.2', 'constructor'], ['dnf', 'rollback.2', 'constructor']],
  ['', [], []],
])('with %j and %j an agent can: %j', (engine, features, want) => {
  expect(modulesOf({ engine, features }, 'short')).toEqual(want)
})

it('says in sentences what the words mean', () => {
  expect(modulesOf({ engine: 'apt', features: ['profiles.1'] }, 'long')).toEqual([
    'Finds and installs patches with apt.',
    'Does what configuration profiles say.',
  ])
})
