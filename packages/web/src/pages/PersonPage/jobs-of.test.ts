import { check, matches } from '@patchyard/query'
import { describe, expect, it } from 'vitest'
import { jobsOf } from './jobs-of.ts'

const owned = (by: string, email: string): boolean => {
  const { tree } = check(jobsOf(by), { entity: 'job' })
  if (tree === null) throw new Error(`the query does not stand: ${jobsOf(by)}`)
  return matches(tree, { owner: { id: 7, name: 'Ann', email } }, { nowMs: 0, personId: 1 })
}

describe('the jobs of a person', () => {
  it.each(['ann@example.org', 'o`neill@example.org', 'back\\slash@example.org', '"a b"@example.org'])(
    'are found by the address %s, whatever stands in it',
    email => {
      expect(owned(email, email)).toBe(true)
    },
  )

  it.each([
    ['ann@example.org', 'joann@example.org'],
    ['ann@example.org', 'ann@example.org.evil.example'],
  ])('of %s are not those of %s', (by, other) => {
    expect(owned(by, other)).toBe(false)
  })
})
