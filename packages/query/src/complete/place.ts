// Where in a query the cursor stands, told by the tree of the text before it: what follows it cannot change what fits.
import type { SyntaxNode } from '@lezer/common'
import type { Entity } from '../entities.ts'
import { isBlank } from '../grammar/characters.ts'
import { parser } from '../grammar/query-parser.gen.ts'
import * as terms from '../grammar/query-terms.gen.ts'
import { isOrdered } from '../check/ordered-values.ts'
import { findToken } from '../tokens/find-token.ts'
import type { Token } from '../tokens/token.ts'

export type Place =
  /** The name of a token, `not` or a bracket. `group`: only its children. */
  | { readonly kind: 'token'; readonly from: number; readonly prefix: string; readonly group: Token | null }
  /** Behind the name of a token that begins at `from`; `prefix` is what is there of an operator. */
  | {
      readonly kind: 'operator'
      readonly from: number
      readonly name: string
      readonly token: Token
      readonly prefix: string
    }
  | {
      readonly kind: 'value'
      readonly from: number
      readonly prefix: string
      readonly token: Token
      readonly listed: boolean
    }
  /** Behind a clause: `and`, `or` or what closes the bracket. */
  | { readonly kind: 'joint'; readonly from: number; readonly prefix: string; readonly closing: ')' | '' }
  /** Behind a value of a list or range. */
  | { readonly kind: 'listJoint'; readonly from: number; readonly ordered: boolean; readonly closing: ']' | ')' }
  | { readonly kind: 'none'; readonly from: number }

const textTerms = [terms.Bare, terms.String, terms.Exact, terms.UnclosedString, terms.UnclosedExact]
const keywordTerms = [terms.And, terms.Or, terms.Not]

export function placeAt(text: string, position: number, entity: Entity): Place {
  const before = text.slice(0, position)
  const leaf = lastLeaf(parser.parse(before).topNode)
  const at = (node: SyntaxNode): string => before.slice(node.from, node.to)
  const none: Place = { kind: 'none', from: position }
  const group = leaf === null ? null : groupAround(leaf, at, entity)
  const token = (from: number): Place => ({ kind: 'token', from, prefix: before.slice(from), group })
  const joint = (from: number, prefix = ''): Place => ({
    kind: 'joint',
    from,
    prefix,
    closing: leaf !== null && openParens(leaf) ? ')' : '',
  })
  if (leaf === null) return token(position)
  const { parent } = leaf
  const touches = leaf.to === position
  const subject = subjectOf(leaf, at, entity)
  const value = (from: number, prefix: string): Place =>
    subject === null ? none : { kind: 'value', from, prefix, token: subject, listed: parent?.type.id === terms.List }

  const listJoint = (): Place => ({
    kind: 'listJoint',
    from: position,
    ordered: subject !== null && isOrdered(subject.type),
    closing: parent?.type.id === terms.List ? ']' : ')',
  })

  if (keywordTerms.includes(leaf.type.id)) {
    if (!touches) return token(position)
    // `scanStatus:Not` on its way to "Not Scanned".
    const waiting = waitingClause(leaf.prevSibling, at, entity)
    if (waiting === null) return nullTestAt(leaf, at, group, entity) ?? joint(leaf.from, at(leaf))
    return { kind: 'value', from: leaf.from, prefix: at(leaf), token: waiting, listed: false }
  }
  switch (leaf.type.id) {
    case terms.OpenParen:
      return parent?.type.id === terms.Group && subject !== null && subject.type !== 'group'
        ? value(position, '')
        : token(position)
    case terms.Colon:
    case terms.Compare:
      return parent?.type.id === terms.Clause ? value(position, '') : none
    case terms.OpenBracket:
    case terms.Comma:
    case terms.Dots:
      return value(position, '')
    case terms.CloseParen:
    case terms.CloseBracket:
      return joint(position)
    case terms.IsNull:
    case terms.IsNotNull:
      return touches ? none : joint(position)
  }
  if (!textTerms.includes(leaf.type.id) || parent === null) return none
  if (leaf.type.id === terms.String || leaf.type.id === terms.Exact) {
    return parent.type.id === terms.List ? listJoint() : touches ? none : joint(position)
  }
  const isBare = leaf.type.id === terms.Bare
  const written = isBare ? at(leaf) : at(leaf).slice(1)
  if (parent.type.id === terms.List) return touches ? value(leaf.from, written) : listJoint()
  if (parent.type.id === terms.Clause || (subject !== null && subject.type !== 'group')) {
    if (touches) return value(leaf.from, written)
    return parent.type.id === terms.Group ? listJoint() : joint(position)
  }
  return isBare ? afterText(leaf, written, { before, touches, group, entity, token, joint }) : none
}

interface Around {
  readonly before: string
  readonly touches: boolean
  readonly group: Token | null
  readonly entity: Entity
  token(from: number): Place
  joint(from: number, prefix?: string): Place
}

/** Bare text where a clause begins: part of a name, a name whose operator is missing, or text to search for. */
function afterText(leaf: SyntaxNode, written: string, around: Around): Place {
  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(written) ?? []
  const found = findNamed(name, around.group, around.entity)
  const isNullTest =
    rest === '' || 'is not null'.startsWith(rest.toLowerCase()) || 'is null'.startsWith(rest.toLowerCase())
  if (found !== undefined && isNullTest && (rest !== '' || !around.touches)) {
    return { kind: 'operator', from: leaf.from, name, token: found, prefix: rest.toLowerCase() }
  }
  if (!around.touches) return around.joint(around.before.length)
  if (rest === '') return around.token(leaf.from)
  const last = leaf.from + lastWordStart(written)
  return around.joint(last, around.before.slice(last))
}

/** A loop, not `\S+$`: that takes the square of a long word's length. */
function lastWordStart(text: string): number {
  let start = text.length
  while (start > 0 && !isBlank(text.charCodeAt(start - 1))) start--
  return start
}

/** By the name that is written inside a group, or by the whole one outside of all. */
export const findNamed = (name: string, group: Token | null, entity: Entity): Token | undefined =>
  group === null ? findToken(entity, name) : findToken(entity, `${group.name}.${name}`)

function lastLeaf(top: SyntaxNode): SyntaxNode | null {
  let node: SyntaxNode = top
  for (let child = lastVisible(node); child !== null; child = lastVisible(node)) node = child
  return node === top ? null : node
}

function lastVisible(node: SyntaxNode): SyntaxNode | null {
  const child = node.lastChild
  return child?.type.id === terms.End ? child.prevSibling : child
}

const isOpen = (node: SyntaxNode): boolean => node.lastChild?.type.id === terms.End

/** Inside a bracket that waits for its `)`. A closed one that the leaf ends is no longer around it. */
function openParens(leaf: SyntaxNode): boolean {
  for (let node = leaf.parent; node !== null; node = node.parent) {
    if ((node.type.id === terms.Parens || node.type.id === terms.Group) && isOpen(node)) return true
  }
  return false
}

/** The token whose open `path:( ` stands around the leaf. */
function groupAround(leaf: SyntaxNode, at: (node: SyntaxNode) => string, entity: Entity): Token | null {
  for (let node = leaf.parent; node !== null; node = node.parent) {
    if (node.type.id !== terms.Group || !isOpen(node)) continue
    const name = node.parent?.firstChild
    const token = name === null || name === undefined ? undefined : findToken(entity, at(name))
    return token?.type === 'group' ? token : null
  }
  return null
}

/** `riskScore is not`, on its way to `is not null`. */
function nullTestAt(
  leaf: SyntaxNode,
  at: (node: SyntaxNode) => string,
  group: Token | null,
  entity: Entity,
): Place | null {
  const before = leaf.prevSibling
  const name = before?.type.id === terms.Bare ? /^(\S+)\s+is$/i.exec(at(before))?.[1] : undefined
  const token = name === undefined ? undefined : findNamed(name, group, entity)
  if (before === null || name === undefined || token === undefined) return null
  return { kind: 'operator', from: before.from, name, token, prefix: `is ${at(leaf).toLowerCase()}` }
}

/** The token of a clause that has an operator and nothing behind it. */
function waitingClause(clause: SyntaxNode | null, at: (node: SyntaxNode) => string, entity: Entity): Token | null {
  if (clause?.type.id !== terms.Clause) return null
  const last = clause.lastChild
  return last?.type.id === terms.Colon || last?.type.id === terms.Compare ? subjectOf(last, at, entity) : null
}

/** The token that a value at the leaf belongs to: that of the nearest clause, if the leaf stands in its argument. */
function subjectOf(leaf: SyntaxNode, at: (node: SyntaxNode) => string, entity: Entity): Token | null {
  let node = leaf.parent
  if (node?.type.id === terms.List || node?.type.id === terms.Group) node = node.parent
  if (node?.type.id !== terms.Clause || node.firstChild === null) return null
  const name = at(node.firstChild)
  const group = groupAround(node, at, entity)
  const token = findNamed(name, group, entity)
  if (token === undefined) return null
  // Inside `software:( ` names stand where values would.
  return leaf.parent?.type.id === terms.Group && !isOrdered(token.type) && token.type !== 'group' ? null : token
}
