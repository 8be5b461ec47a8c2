import { ApiError, UnreachableError } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { failureText, mayPass } from './failure-text.ts'

const refused = (status: number, code: string): ApiError => new ApiError({ type: '', title: 'T', status, code })

describe('a failed call', () => {
  it.each([
    [refused(401, 'unauthenticated'), 'signedOut', false],
    [refused(401, 'sign_in_refused'), 'other', false],
    [refused(403, 'forbidden'), 'forbidden', false],
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
})
