import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { check } from '../check/check.ts'
import { entities } from '../entities.ts'
import { mutatedTexts, queryTexts } from '../testing/random-text.ts'
import { trees } from '../testing/random-tree.ts'
import { withoutSpans } from '../testing/without-spans.ts'
import { print } from './print.ts'

describe.each(entities)('queries about %s', entity => {
  test('a random tree comes back from its canonical text', () => {
    fc.assert(
      fc.property(trees(entity), tree => {
        const text = print(tree)
        const { tree: read, errors } = check(text, { entity })
        expect({ text, errors }).toEqual({ text, errors: [] })
        expect(withoutSpans(read)).toEqual(withoutSpans(tree))
      }),
      { numRuns: 300 },
    )
  })

  test('parse(print(parse(q))) equals parse(q), and printing it again changes nothing', () => {
    let understood = 0
    fc.assert(
      fc.property(fc.oneof(queryTexts(entity), mutatedTexts(entity)), text => {
        const { tree } = check(text, { entity })
        if (tree === null) return
        understood++
        const canonical = print(tree)
        const again = check(canonical, { entity })
        expect({ text, canonical, errors: again.errors }).toEqual({ text, canonical, errors: [] })
        expect(withoutSpans(again.tree)).toEqual(withoutSpans(tree))
        expect(again.tree === null ? null : print(again.tree)).toBe(canonical)
      }),
      { numRuns: 1000 },
    )
    // The texts must not all be refused, or the property would say nothing.
    expect(understood).toBeGreaterThan(50)
  })
})

it.each([
  ['  ', ''],
  ['APPFAMILY:windows AND NOT(kev:TRUE)', 'appFamily:windows and not kev:true'],
  ['(title:a and (title:b and title:c)) or title:d', 'title:a and title:b and title:c or title:d'],
  ['title:a and (title:b or title:c)', 'title:a and (title:b or title:c)'],
  ['not (title:a and title:b)', 'not (title:a and title:b)'],
  ['not not title:a', 'not not title:a'],
  ['severity:[high]', 'severity:Important'],
  ['downloadMethod:"acquire from vendor"', 'downloadMethod:AcquireFromVendor'],
  ['publishedDate = 2024-03', 'publishedDate:2024-03'],
  ['publishedDate:["2024-07-08T12:01:12.012+0200" .. now]', 'publishedDate:[2024-07-08T10:01:12.012Z .. now]'],
  ['title:Red   Hat', 'title:Red Hat'],
  ['title:"Red   Hat"', 'title:"Red   Hat"'],
  ['title:"say \\"hi\\" \\n"', 'title:"say \\"hi\\" \\\\n"'],
  ['title: `a\\`b`', 'title:`a\\`b`'],
  ['title:[http://x]', 'title:http://x'],
  ['title:[x a:b]', 'title:[x a:b]'],
  ['missingCount:[5]', 'missingCount:5'],
  ['missingCount:[5 ... 7]', 'missingCount:[5 .. 7]'],
  ['missingCount:(5..7)', 'missingCount:(5 .. 7)'],
  ['missingCount:[5..5]', 'missingCount:5'],
])('the canonical text of %s is %s', (text, canonical) => {
  const { tree, errors } = check(text, { entity: 'patch' })
  expect(errors).toEqual([])
  expect(tree === null ? null : print(tree)).toBe(canonical)
})
