import { expect, test } from 'vitest'
import { sampleSystems } from '../../testing/sample-systems.ts'
import { foundSystems } from './found-systems.ts'

const found = (search: string) => {
  const { engines, catalog } = foundSystems(sampleSystems(0), search)
  return [engines.map(one => one.id).join(' '), catalog.map(one => `${one.name} ${one.release}`.trim()).join(', ')]
}

test.each([
  ['', 'apt dnf5 windowsUpdate', 'debian bookworm, debian buster, winget'],
  ['debian', 'apt', 'debian bookworm, debian buster'],
  ['  Trixie', '', ''],
  ['BUSTER', '', 'debian buster'],
  ['debian 10', 'apt', 'debian buster'],
  ['fedora', 'dnf5', ''],
  ['applications', 'windowsUpdate', 'winget'],
])('"%s" finds %s; %s', (search, engines, catalog) => {
  expect(found(search)).toEqual([engines, catalog])
})
