import { expect, it } from 'vitest'
import { createLogger, redactedMembers } from './logger.ts'

function logged(detail: object): Record<string, unknown> {
  let line = ''
  createLogger('info', { write: text => (line = text) }).info(detail, 'said')
  return JSON.parse(line) as Record<string, unknown>
}

it.each(redactedMembers)('%s is not written, at the top or inside', name => {
  expect(
    JSON.stringify(logged({ [name]: 'geheim', request: { [name]: 'geheim' }, a: { b: { [name]: 'geheim' } } })),
  ).not.toContain('geheim')
})

it('of an error writes type, code, message, stack and causes, nothing that hangs on it', () => {
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(a@b) exists',
    client: { secretKey: 5 },
  })
  const line = logged({ err: new TypeError('outer', { cause }) })
  expect(line['err']).toMatchObject({
    type: 'TypeError',
    message: 'outer',
    cause: { code: '23505', message: 'duplicate key' },
  })
  expect(JSON.stringify(line)).not.toMatch(/a@b|secretKey/)
})
