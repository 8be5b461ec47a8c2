import { expect, it } from 'vitest'
import { completeLock, platformOf } from './complete-lock.mjs'

it.each([
  ['@biomejs/cli-linux-arm64-musl', { os: 'linux', cpu: 'arm64', libc: 'musl' }],
  ['@oxc-parser/binding-linux-arm-gnueabihf', { os: 'linux', cpu: 'arm', libc: 'glibc' }],
  ['@oxlint/binding-win32-x64-msvc', { os: 'win32', cpu: 'x64', libc: undefined }],
  ['@oxlint-tsgolint/darwin-arm64', { os: 'darwin', cpu: 'arm64', libc: undefined }],
  ['fsevents', undefined],
])('%s is for %j', (name, platform) => {
  expect(platformOf(name)).toEqual(platform)
})

it('adds an entry for each optional dependency without one and touches no other', () => {
  const there = { version: '1.0.0', integrity: 'sha512-x', optional: true }
  const tool = { dev: true, optionalDependencies: { 'tool-linux-x64': '1.0.0', 'tool-darwin-x64': '1.0.0' } }
  const lock = { packages: { 'node_modules/tool': tool, 'node_modules/tool-linux-x64': there } }
  expect(completeLock(lock)).toEqual(['tool-darwin-x64'])
  expect(lock.packages).toEqual({
    'node_modules/tool': tool,
    'node_modules/tool-linux-x64': there,
    'node_modules/tool-darwin-x64': { version: '1.0.0', cpu: ['x64'], dev: true, optional: true, os: ['darwin'] },
  })
  expect(completeLock(lock)).toEqual([])
})

it('refuses to guess where a package runs', () => {
  expect(() => completeLock({ packages: { '': { optionalDependencies: { fsevents: '2.0.0' } } } })).toThrow(/fsevents/)
})
