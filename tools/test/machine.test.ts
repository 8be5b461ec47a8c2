import { expect, it } from 'vitest'
import { packageNames } from './machine.ts'

it('reads a list of Debian packages', () => {
  expect(packageNames('# heading\n\nrpm\n  strace  # for faults\n#none\n')).toEqual(['rpm', 'strace'])
})
