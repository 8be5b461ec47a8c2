import { expect, test } from 'vitest'
import { versionSchemes } from '../versions/registry.ts'
import { isOnDiskAlone } from './kernel-in-memory.ts'

const { key } = versionSchemes.deb
const older = (version: string, isReplaced = false) => ({
  source: 'linux-signed-amd64',
  sourceVersionKey: key(version),
  isReplaced,
})
const patch = (version: string, source = 'linux-signed-amd64') => ({ source, versionKey: key(version) })

test.each([
  ['the version that was installed after the running one', patch('6.1.140+1'), older('6.1.130+1'), true],
  ['the version that runs', patch('6.1.130+1'), older('6.1.130+1'), false],
  ['what came before the running one', patch('6.1.120+1'), older('6.1.130+1'), false],
  [
    'the last version of a package that was replaced under its name',
    patch('6.1.130+2'),
    older('6.1.130+2', true),
    true,
  ],
  ['an earlier version of that package, which may be what runs', patch('6.1.130+1'), older('6.1.130+2', true), false],
  ['a kernel of another source', patch('6.1.140+1', 'linux-signed-arm64'), older('6.1.130+1'), false],
  ['another package', patch('99', 'openssl'), older('6.1.130+1'), false],
])('%s', (_, installed, running, isAlone) => {
  expect(isOnDiskAlone(installed, running)).toBe(isAlone)
})
