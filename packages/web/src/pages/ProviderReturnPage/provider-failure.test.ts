import { ApiError, UnreachableError } from '@patchyard/api'
import { expect, it } from 'vitest'
import { providerFailure } from './provider-failure.ts'

const refused = (code: string): ApiError => new ApiError({ type: '', title: 'As the server says', status: 401, code })

it.each([
  [refused('identity_state'), 'Begin again'],
  [refused('identity_refused'), 'not accepted'],
  [refused('identity_claims'), 'verified e-mail address'],
  [refused('identity_taken'), 'administrator'],
  [refused('identity_unreachable'), 'reach'],
  [refused('something_new'), 'As the server says'],
  [new UnreachableError('x'), 'network'],
])('%s is told in words', (error, part) => {
  expect(providerFailure(error)).toContain(part)
})
