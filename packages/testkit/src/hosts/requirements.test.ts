import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hostPackages, missingRequirements } from './requirements.ts'

test('the list that CI installs names exactly the packages whose commands hosts use', () => {
  const list = readFileSync(join(import.meta.dirname, '../../../../tests/hosts/debian-packages.txt'), 'utf8')
  const names = list.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  expect(names).toEqual(hostPackages)
})

test('what is missing can be read after "no hosts on this machine:"', () => {
  for (const missing of missingRequirements()) expect(missing).toMatch(/^needs \S/)
})
