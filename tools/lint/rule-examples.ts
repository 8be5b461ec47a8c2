import { expect, it } from 'vitest'
import { checkText } from './check-source.ts'
import type { Rule } from './rule.ts'

/** Path and text of a file; the path alone decides what kind of file it is. */
export type Example = readonly [path: string, text: string]

/** One test an example: `bad` ones are refused by this rule on their first line, `good` ones are not. */
export function claim(rule: Rule, examples: { bad: readonly Example[]; good: readonly Example[] }): void {
  it.each(examples.bad)(`${rule.name} refuses %s: %s`, (path, text) => {
    const found = checkText(path, text, [rule])
    expect(found.map(violation => violation.rule)).toContain(rule.name)
    expect(found[0]?.reason).toMatch(/\w+ \w+/)
  })
  it.each(examples.good)(`${rule.name} allows %s: %s`, (path, text) => {
    expect(checkText(path, text, [rule])).toEqual([])
  })
}
