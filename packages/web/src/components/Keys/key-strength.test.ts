import { roles } from '@patchyard/domain'
import { expect, it } from 'vitest'
import { rolesToGive } from './key-strength.ts'

it('an administrator may give every role, a reader none that deploys', () => {
  expect(rolesToGive(['administrator'])).toEqual([...roles])
  expect(rolesToGive(['patchReader'])).not.toContain('patchUser')
  expect(rolesToGive(['patchReader'])).toContain('patchReader')
})
