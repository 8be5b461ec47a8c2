import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../check/check.ts'
import { entities, type Entity } from '../entities.ts'
import { trees } from '../testing/random-tree.ts'
import type { QueryTree } from '../tree/tree.ts'
import { explain, explainPlainly } from './explain.ts'

function treeOf(entity: Entity, text: string): QueryTree {
  const { tree, errors } = check(text, { entity })
  if (tree === null) throw new Error(JSON.stringify(errors))
  return tree
}

const sentence = (entity: Entity, text: string): string => explainPlainly(treeOf(entity, text))[0]?.sentence ?? ''

describe('a clause says in plain language what it asks', () => {
  it.each<[Entity, string, string]>([
    ['asset', 'osFamily:debian', 'osFamily has the word “debian”'],
    ['asset', 'operatingSystem:"Red Hat"', 'operatingSystem has the words “Red Hat” side by side'],
    ['asset', 'name:`web-01`', 'name is exactly “web-01”'],
    ['asset', 'name:web*', 'name begins with “web”'],
    ['asset', 'name:*01', 'name ends with “01”'],
    ['patch', 'title:"*cumulative*"', 'title contains “cumulative”'],
    ['asset', 'name:w*b*1', 'name looks like “w*b*1”'],
    ['asset', 'name:*', 'name has a value'],
    ['patch', 'severity:[Critical, Important]', 'severity is Critical or Important'],
    ['asset', 'osFamily:[debian, redhat, suse]', 'osFamily has the word “debian”, “redhat” or “suse”'],
    ['asset', 'licensed:true', 'licensed is true'],
    ['asset', 'missingPatchCount>5', 'missingPatchCount is more than 5'],
    ['asset', 'missingPatchCount:(10 .. 20)', 'missingPatchCount is more than 10 and is less than 20'],
    ['asset', 'missingPatchCount:7', 'missingPatchCount is 7'],
    ['patch', 'publishedDate:2015-12', 'publishedDate lies in 2015-12'],
    ['patch', 'publishedDate < now-30d', 'publishedDate is before 30 days ago'],
    ['patch', 'publishedDate>=now/d', 'publishedDate is the day of now or later'],
    ['asset', 'scanDateTime:[now-1w .. now]', 'scanDateTime is 1 week ago or later and is now or earlier'],
    ['asset', 'software.version<1.24', 'software.version is below 1.24'],
    ['asset', 'interfaces.address:10.0.0.0/8', 'interfaces.address is in the network 10.0.0.0/8'],
    ['asset', 'interfaces.address:10.0.0.1', 'interfaces.address is 10.0.0.1'],
    ['job', 'owner:me', 'owner is you'],
    ['patch', 'supersededBy is null', 'supersededBy has no value'],
    ['vulnerability', 'openssl', 'cve or title has the word “openssl”'],
    ['asset', 'not name:x', 'this does not hold'],
    ['asset', 'software:(name:x)', 'there is one of software for which all of this holds'],
  ])('%s %s: %s', (entity, text, expected) => {
    expect(sentence(entity, text)).toBe(expected)
  })

  it('of a long list only the first values are named', () => {
    const numbers = Array.from({ length: 500 }, (_, i) => i)
    expect(sentence('asset', `missingPatchCount:[${numbers.join(', ')}]`)).toBe(
      'missingPatchCount is 0, 1, 2, 3, 4, 5, 6, 7 or one of 492 more',
    )
  })

  it.each(entities)('%s: every clause of every tree has a sentence', entity => {
    fc.assert(
      fc.property(trees(entity), tree => {
        for (const one of explainPlainly(tree)) expect(one.sentence.length).toBeGreaterThan(3)
      }),
      { numRuns: 100 },
    )
  })
})

describe('explain', () => {
  it('asks for each clause as a query of its own, up to the given number', async () => {
    const asked: (QueryTree['root'] | undefined)[] = []
    const tree = treeOf('asset', 'name:web* and not (licensed:true or virtual:true)')
    const clauses = await explain(
      tree,
      alone => {
        asked.push(alone.root)
        return Promise.resolve({ n: asked.length, ms: 1 })
      },
      3,
    )
    expect(clauses.map(({ depth, kind, text, alone }) => `${depth} ${kind} ${alone?.n ?? '?'} ${text}`)).toEqual([
      '0 and 1 name:web* and not (licensed:true or virtual:true)',
      '1 clause 2 name:web*',
      '1 not 3 not (licensed:true or virtual:true)',
      '2 or ? licensed:true or virtual:true',
      '3 clause ? licensed:true',
      '3 clause ? virtual:true',
    ])
    expect(asked).toHaveLength(3)
    expect(asked[0]).toBe(tree.root)
  })

  it('the empty query has no clause', async () => {
    const never = () => Promise.reject(new Error('nothing is to be counted'))
    expect(await explain({ entity: 'asset', root: null }, never, 9)).toEqual([])
  })
})
