import { ApiError, UnreachableError } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { failureText, mayPass } from './failure-text.ts'
import { passkeyError } from './passkeys.ts'

const refused = (status: number, code: string): ApiError => new ApiError({ type: '', title: 'T', status, code })

describe('a failed call', () => {
  it.each([
    [refused(401, 'unauthenticated'), 'signedOut', false],
    [refused(401, 'sign_in_refused'), 'other', false],
    [refused(403, 'forbidden'), 'forbidden', false],
    [refused(403, 'proof_refused'), 'other', false],
    [refused(404, 'not_found'), 'notFound', false],
    [refused(409, 'conflict'), 'other', false],
    [refused(503, 'busy'), 'other', true],
    [new UnreachableError('no answer'), 'unreachable', true],
    [new Error('x'), 'other', false],
    ['x', 'other', false],
    [undefined, 'other', false],
  ] as const)('%s is %s; asking again may help: %s', (error, kind, passes) => {
    expect(failureText(error).kind).toBe(kind)
    expect(mayPass(error)).toBe(passes)
  })

  it('shows what the server said', () => {
    const error = new ApiError({ type: '', title: 'T', status: 409, code: 'conflict', detail: 'D', requestId: 'r-1' })
    expect(failureText(error)).toEqual({ kind: 'other', title: 'This did not work', detail: 'D', requestId: 'r-1' })
  })

  it.each([
    [new ApiError({ type: '', title: 'Too many requests', status: 429, code: 'rate' }, 75), 'in 1 min 15 s'],
    [refused(403, 'step_up_needed'), 'nothing was changed'],
    [passkeyError(Object.assign(new Error('x'), { name: 'NotAllowedError' })), 'No passkey was given'],
    [passkeyError(Object.assign(new Error('x'), { name: 'InvalidStateError' })), 'already'],
    [passkeyError('anything'), 'could not use a passkey'],
  ])('%s is told in words', (error, part) => {
    expect(failureText(error).detail).toContain(part)
  })
})
