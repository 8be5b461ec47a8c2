import { check, matches } from '@patchyard/query'
import { describe, expect, it } from 'vitest'
import { queryForPrograms } from './assets-query.ts'

const finds = (text: string, name: string, vendor: string): boolean => {
  const { tree } = check(text, { entity: 'asset' })
  if (tree === null) throw new Error(`no query: ${text}`)
  return matches(tree, { software: [{ name, vendor }] }, { personId: null, nowMs: 0 })
}

describe('the query for assets with a program', () => {
  it.each([
    [['Git'], ['The Git Development Community']],
    [['Tool 1.1', 'Tool 1.2'], ['Acme']],
    [['Tool'], ['', 'Acme']],
    [['Tool'], ['']],
    [['a`b\\c" [d] (e), and or not: *'], ['`']],
    [['𝒜 ‮egnp'], ['x']],
  ])('finds %j of %j, and no other name', (names, publishers) => {
    const text = queryForPrograms(names, publishers) ?? ''
    for (const name of names) for (const publisher of publishers) expect(finds(text, name, publisher), text).toBe(true)
    expect(finds(text, `${names[0]}x`, publishers[0] ?? '')).toBe(false)
    expect(finds(text, names[0] ?? '', 'another')).toBe(false)
  })

  it.each([[['a\u0000b']], [['x'.repeat(2000)]], [Array.from({ length: 300 }, (_, n) => `Tool ${n}`)]])(
    'is none where no address could carry it',
    names => {
      expect(queryForPrograms(names, [''])).toBeNull()
    },
  )
})
