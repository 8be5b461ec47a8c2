import { describe, expect, it } from 'vitest'
import { ConfigError } from '../config/config-error.ts'
import { readAdminArguments } from './admin-arguments.ts'

const read = (line: string) => readAdminArguments(line.split(' ').filter(word => word !== ''))

describe('admin', () => {
  it.each([
    ['reset --email a@b', { email: 'a@b', name: null, removeFactors: false, rest: [] }],
    [
      'reset --data /srv --email a@b --name N --remove-second-factors --public-url https://x',
      { email: 'a@b', name: 'N', removeFactors: true, rest: ['--data', '/srv', '--public-url', 'https://x'] },
    ],
  ])('%s', (line, want) => expect(read(line)).toEqual(want))

  it.each(['', 'remove --email a@b', 'reset', 'reset --email', 'reset --email nobody', 'reset --email a@b@c d'])(
    '%j is refused',
    line => expect(() => read(line.replace('a@b@c d', 'a b'))).toThrow(ConfigError),
  )
})
