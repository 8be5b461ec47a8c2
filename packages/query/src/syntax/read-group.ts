import type { SyntaxNode } from '@lezer/common'
import * as terms from '../grammar/query-terms.gen.ts'
import type { Argument, Operator, Word } from './expression.ts'
import { reportUnclosed } from './brackets.ts'
import { rangeOf } from './read-list.ts'
import { readWord } from './read-word.ts'
import type { Reading } from './reading.ts'

/** `( … )` behind a token: with `..` at its own depth a range whose ends are excluded, otherwise a nested group. */
export function readGroup(reading: Reading, group: SyntaxNode, operator: Operator): Argument {
  const { from, to } = group
  reportUnclosed(reading, group)
  const children: SyntaxNode[] = []
  for (let node = group.firstChild; node !== null; node = node.nextSibling) {
    if (node.type.id !== terms.OpenParen && node.type.id !== terms.CloseParen && node.type.id !== terms.End)
      children.push(node)
  }
  if (children.length === 0) {
    reading.report({ code: 'E_QUERY_EMPTY_BRACKETS', from, to, message: '( ) holds nothing' })
    return { kind: 'broken', from, to }
  }
  const dots = children.filter(node => node.type.id === terms.Dots)
  if (dots.length === 0) return { kind: 'group', node: reading.items(group), operator, from, to }
  if (group.lastChild?.type.id === terms.End) return { kind: 'broken', from, to }
  const [first, middle, last] = children
  const values: Word[] = []
  if (first !== undefined && last !== undefined && middle?.type.id === terms.Dots && children.length === 3) {
    for (const node of [first, last]) {
      if (![terms.Bare, terms.String, terms.Exact].includes(node.type.id)) continue
      const value = readWord(reading, node)
      if (value !== null && value.text.trim() !== '') values.push(value)
    }
  }
  return rangeOf(reading, values, 0, dots, { operator, included: false, from, to })
}
