import { afterEach, expect, it, vi } from 'vitest'
import { npmEnvironment } from './npm-command.mjs'

afterEach(() => {
  vi.unstubAllEnvs()
})

it.each([
  ['npm_config_registry', true],
  ['npm_config_cafile', true],
  ['HTTPS_PROXY', true],
  ['npm_config_local_prefix', false],
  ['npm_config_prefix', false],
  ['npm_config_workspace', false],
  ['npm_lifecycle_event', false],
  ['npm_package_json', false],
  ['npm_execpath', false],
  ['INIT_CWD', false],
])('a nested npm sees %s: %s', (name, seen) => {
  vi.stubEnv(name, 'value')
  expect(npmEnvironment('/node')[name]).toBe(seen ? 'value' : undefined)
})

it('finds the Node given before any other', () => {
  expect(npmEnvironment('/opt/node/bin').PATH?.split(':')[0]).toBe('/opt/node/bin')
})
