import { describe, expect, it } from 'vitest'
import { check } from '../check/check.ts'
import type { QueryObject } from '../memory/query-object.ts'
import type { QueryTree } from '../tree/tree.ts'
import { why, whyInMemory } from './why.ts'

const context = { personId: 1, nowMs: Date.parse('2024-06-15T12:00:00Z') }

function treeOf(text: string): QueryTree {
  const { tree, errors } = check(text, { entity: 'asset' })
  if (tree === null) throw new Error(JSON.stringify(errors))
  return tree
}

const web: QueryObject = {
  name: 'web-01',
  platform: 'linux',
  missingPatchCount: 1,
  kernel: '',
  tags: [{ name: 'prod' }, { name: 'Web Servers' }],
  lastLoggedOnUser: '',
  software: [
    { name: 'nginx', vendor: 'Debian', version: '1.26.1', scheme: 'deb' },
    { name: 'openssl', vendor: '', version: '3.0.11', scheme: 'deb' },
  ],
}

/** `*` decides, `+` holds. */
function lines(text: string, object: QueryObject = web): string[] {
  return whyInMemory(treeOf(text), object, context).clauses.map(
    ({ depth, decides, holds, found, ...one }) =>
      `${decides ? '*' : ' '}${holds ? '+' : '-'}${'  '.repeat(depth)} ${found === null ? one.kind : `${one.text} = ${found.join(' | ')}`}`,
  )
}

describe('why', () => {
  it('of a false "and" names the clauses that are false, with the value found', () => {
    expect(lines('name:web* and missingPatchCount>5 and kernel:x')).toEqual([
      '*- and',
      ' +   name:web* = web-01',
      '*-   missingPatchCount>5 = 1',
      '*-   kernel:x = ',
    ])
  })

  it('of a true "or" names the clauses that are true', () => {
    expect(lines('tags.name:frozen or platform:Linux')).toEqual([
      '*+ or',
      ' -   tags.name:frozen = Web Servers | prod',
      '*+   platform:Linux = Linux',
    ])
  })

  it('of a negation names what it negates', () => {
    expect(lines('not (name:web* and kernel:x)')).toEqual([
      '*+ not',
      '*-   and',
      ' +     name:web* = web-01',
      '*-     kernel:x = ',
    ])
  })

  it('of a nested group shows the child that came nearest, and inside it what is so of that child', () => {
    expect(lines('software:(name:`nginx` and version<1.24)')).toEqual([
      '*- software:(name:`nginx` and version<1.24) = name nginx, version 1.26.1, vendor Debian',
      ' -   and',
      ' +     software.name:`nginx` = nginx',
      ' -     software.version<1.24 = 1.26.1',
    ])
  })

  it('of text without a token shows all fields that it searches', () => {
    expect(lines('openssl')).toEqual(['*- openssl = web-01'])
  })

  it('shows at most twenty values, and long ones cut', () => {
    const tags = Array.from({ length: 25 }, (_, i) => ({ name: `t${String(i).padStart(2, '0')}` }))
    const [clause] = whyInMemory(treeOf('tags.name:x'), { tags: [...tags, { name: 'a'.repeat(300) }] }, context).clauses
    expect(clause?.found).toHaveLength(21)
    expect(clause?.found?.[0]).toBe(`${'a'.repeat(200)}…`)
    expect(clause?.found?.at(-1)).toBe('… and 6 more')
  })

  it('the empty query matches everything and has no clause', () => {
    expect(whyInMemory({ entity: 'asset', root: null }, {}, context)).toEqual({ matches: true, clauses: [] })
  })

  it('takes the word of whoever judges a clause', async () => {
    const asked: string[] = []
    const answer = await why(treeOf('name:web* and not kernel:x'), web, context, alone => {
      asked.push(alone.root?.kind ?? '')
      return Promise.resolve(false)
    })
    expect(asked).toEqual(['clause', 'clause'])
    expect(answer).toMatchObject({
      matches: false,
      clauses: [{}, { holds: false, decides: true }, { holds: true }, {}],
    })
  })
})
