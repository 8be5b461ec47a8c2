import type { SyntaxNode } from '@lezer/common'
import * as terms from '../grammar/query-terms.gen.ts'
import { shown } from '../problems/shown.ts'
import type { Argument, ClauseExpression, Operator } from './expression.ts'
import { readGroup } from './read-group.ts'
import { readList } from './read-list.ts'
import { readWord } from './read-word.ts'
import type { Reading } from './reading.ts'

/** A clause from its node. Null only over the limit of terms; otherwise mistakes make its argument `broken`. */
export function readClause(reading: Reading, node: SyntaxNode): ClauseExpression | null {
  const { text } = reading
  const first = node.firstChild
  if (first === null || !reading.term(node.from)) return null
  const name = { style: 'bare' as const, text: text.slice(first.from, first.to), from: first.from, to: first.to }
  return { kind: 'clause', name, argument: readArgument(reading, node, first), from: node.from, to: node.to }
}

function readArgument(reading: Reading, clause: SyntaxNode, name: SyntaxNode): Argument {
  const { text, report } = reading
  let operator = null as Operator | null
  for (let node = name.nextSibling; node !== null; node = node.nextSibling) {
    const { from, to } = node
    switch (node.type.id) {
      case terms.IsNull:
        return { kind: 'null', from, to }
      case terms.IsNotNull:
        return { kind: 'notNull', from, to }
      case terms.Colon:
      case terms.Compare:
        operator = { text: text.slice(from, to), from: operator?.from ?? from, to }
        break
      default:
        if (operator === null) return { kind: 'broken', from, to }
        if (node.type.id === terms.List) return readList(reading, node, operator)
        if (node.type.id === terms.Group) return readGroup(reading, node, operator)
        return readValue(reading, node, operator)
    }
  }
  const nameText = text.slice(name.from, name.to)
  const message = `${shown(nameText)} has no value; and, or, not and brackets are values only in quotes`
  report({ code: 'E_QUERY_EMPTY_VALUE', from: clause.from, to: clause.to, message })
  return { kind: 'broken', from: clause.from, to: clause.to }
}

function readValue(reading: Reading, node: SyntaxNode, operator: Operator): Argument {
  const { from, to } = node
  const value = readWord(reading, node)
  if (value === null) return { kind: 'broken', from, to }
  if (value.text.trim() !== '') return { kind: 'value', value, operator, from, to }
  const message = 'the value is empty; what has no value at all is found with "is null"'
  reading.report({ code: 'E_QUERY_EMPTY_VALUE', from, to, message })
  return { kind: 'broken', from, to }
}
