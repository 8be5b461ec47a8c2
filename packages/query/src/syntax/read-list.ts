import type { SyntaxNode } from '@lezer/common'
import * as terms from '../grammar/query-terms.gen.ts'
import { shown } from '../problems/shown.ts'
import type { Argument, Operator, Word } from './expression.ts'
import { reportUnclosed, reportUnopened } from './brackets.ts'
import { readWord } from './read-word.ts'
import type { Reading } from './reading.ts'

/** `[a, b]` or `[a .. b]`. */
export function readList(reading: Reading, list: SyntaxNode, operator: Operator): Argument {
  const { text, report } = reading
  const { from, to } = list
  const broken: Argument = { kind: 'broken', from, to }
  const values: Word[] = []
  const dots: SyntaxNode[] = []
  let [isWhole, expectsValue, commas] = [list.lastChild?.type.id !== terms.End, true, 0]
  const refuse = (node: SyntaxNode, message: string): void => {
    isWhole = false
    report({ code: 'E_QUERY_LIST', from: node.from, to: node.to, message })
  }
  const separated = (node: SyntaxNode): void => {
    if (expectsValue) refuse(node, `a value is expected before ${shown(text.slice(node.from, node.to))}`)
    expectsValue = true
  }
  for (let node = list.firstChild; node !== null; node = node.nextSibling) {
    if (reading.errors.isFull) return broken
    const found = text.slice(node.from, node.to)
    switch (node.type.id) {
      case terms.OpenBracket:
      case terms.End:
        break
      case terms.CloseBracket:
        if (expectsValue && (commas > 0 || dots.length > 0)) refuse(node, 'a value is expected before "]"')
        break
      case terms.CloseParen:
        isWhole = false
        reportUnopened(reading, node)
        break
      case terms.Comma:
        commas++
        separated(node)
        break
      case terms.Dots:
        dots.push(node)
        separated(node)
        break
      case terms.And:
      case terms.Or:
      case terms.Not:
        refuse(node, `${shown(found)} has no place in a list: put commas between its values, or quotes around the word`)
        expectsValue = true
        break
      case terms.Parens:
      case terms.List:
        refuse(node, 'brackets have no place in a list: put quotes around the value')
        reportUnclosed(reading, node)
        expectsValue = false
        break
      case terms.Colon:
      case terms.Compare:
        refuse(node, `${shown(found)} has no place in a list: put quotes around the value`)
        break
      default: {
        if (!expectsValue) refuse(node, `"," or ".." is expected before ${shown(found)}`)
        expectsValue = false
        if (values.length > 0 && !reading.term(node.from)) return broken
        const value = readWord(reading, node)
        if (value === null) isWhole = false
        else if (value.text.trim() === '') refuse(node, 'a value of the list is empty')
        else values.push(value)
      }
    }
  }
  reportUnclosed(reading, list)
  if (!isWhole) return broken
  if (values.length === 0) {
    const message = '[ ] holds no value'
    report({ code: 'E_QUERY_EMPTY_BRACKETS', from, to, message })
    return broken
  }
  if (dots.length === 0) return { kind: 'list', values, operator, from, to }
  return rangeOf(reading, values, commas, dots, { operator, included: true, from, to })
}

interface RangeShape {
  readonly operator: Operator
  readonly included: boolean
  readonly from: number
  readonly to: number
}

/** A range from what stands in its brackets: exactly two values and one `..`. */
export function rangeOf(
  { report }: Reading,
  values: readonly Word[],
  commas: number,
  dots: readonly SyntaxNode[],
  shape: RangeShape,
): Argument {
  const [low, high] = values
  if (low !== undefined && high !== undefined && values.length === 2 && dots.length === 1 && commas === 0) {
    return { kind: 'range', low, high, ...shape }
  }
  const { from, to } = shape
  const message = 'a range has two values with ".." between them: [a .. b] with its ends, (a .. b) without'
  report({ code: 'E_QUERY_RANGE', from, to, message })
  return { kind: 'broken', from, to }
}
