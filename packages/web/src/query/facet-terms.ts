import {
  check,
  type Entity,
  findToken,
  foldText,
  print,
  type QueryNode,
  type QueryTree,
  type SingleTest,
  type Test,
  wordsOf,
} from '@patchyard/query'

/** A value of a token as lists count it; null: the objects that have none. */
export interface FacetTerm {
  readonly token: string
  readonly value: string | null
}

type Clause = Extract<QueryNode, { kind: 'clause' }>
const nowhere = { from: 0, to: 0 } as const

/** What must all hold: the parts of the query's outermost `and`. */
const conditions = (tree: QueryTree): readonly QueryNode[] =>
  tree.root === null ? [] : tree.root.kind === 'and' ? tree.root.nodes : [tree.root]

const treeOf = (entity: Entity, nodes: readonly QueryNode[]): QueryTree => {
  const [first, second] = nodes
  if (first === undefined) return { entity, root: null }
  if (second === undefined) return { entity, root: first }
  return { entity, root: { kind: 'and', nodes, ...nowhere } }
}

function testFor(entity: Entity, { token, value }: FacetTerm): Test | null {
  if (value === null) return { kind: 'null' }
  const type = findToken(entity, token)?.type
  switch (type) {
    case 'choice':
      return { kind: 'choice', value }
    case 'boolean':
      return { kind: 'boolean', value: value === 'true' }
    case 'id':
      return { kind: 'id', value }
    case 'integer':
    case 'decimal': {
      const bound = { value: Number(value), included: true }
      return Number.isNaN(bound.value) ? null : { kind: 'number', low: bound, high: bound }
    }
    case 'person':
      if (value === 'me') return { kind: 'me' }
      return { kind: 'text', match: { kind: 'exact', value } }
    case 'text':
      return { kind: 'text', match: { kind: 'exact', value } }
    case undefined:
    case 'group':
    case 'date':
    case 'version':
    case 'address':
      return null
  }
}

/** What a person wrote as `osFamily:debian` stands for the value "Debian" of the facet, too. */
function isSame(written: SingleTest, wanted: Test): boolean {
  if (written.kind !== wanted.kind) return false
  if (written.kind === 'text' && wanted.kind === 'text') {
    const [a, b] = [written.match, wanted.match]
    if (b.kind !== 'exact') return false
    if (a.kind === 'exact') return a.value === b.value
    return a.kind === 'words' && foldText(a.text) === foldText(b.value) && wordsOf(b.value).length > 0
  }
  if (written.kind === 'number' && wanted.kind === 'number')
    return (
      written.low?.value === wanted.low?.value &&
      written.high?.value === wanted.high?.value &&
      written.low?.included === true &&
      written.high?.included === true
    )
  return 'value' in written && 'value' in wanted ? written.value === wanted.value : written.kind === 'me'
}

const testsOf = (test: Test): readonly SingleTest[] | null =>
  test.kind === 'any' ? test.tests : test.kind === 'null' || test.kind === 'notNull' ? null : [test]

/** Whether the clause lists values of which this can be one more. */
function isList(node: QueryNode, token: string, wanted: Test): boolean {
  return (
    node.kind === 'clause' &&
    node.token === token &&
    (testsOf(node.test)?.every(test => test.kind === wanted.kind || test.kind === 'me') ?? false)
  )
}

function holds(node: QueryNode, token: string, wanted: Test): boolean {
  if (node.kind !== 'clause' || node.token !== token) return false
  if (wanted.kind === 'null') return node.test.kind === 'null'
  return testsOf(node.test)?.some(test => isSame(test, wanted)) ?? false
}

/** Whether the query asks for this value: a condition of its own, or one of the values of a list. */
export function hasTerm(tree: QueryTree, term: FacetTerm): boolean {
  const wanted = testFor(tree.entity, term)
  return wanted !== null && conditions(tree).some(node => holds(node, term.token, wanted))
}

/**
 * The query with the value asked for, or without it where it was. Values of one token become one list, of which each will do;
 * everything else in the query stays as it is. A token that has no values to count leaves the query as it is.
 */
export function toggleTerm(tree: QueryTree, term: FacetTerm): QueryTree {
  const { entity } = tree
  const wanted = testFor(entity, term)
  if (wanted === null) return tree
  const nodes = conditions(tree)
  const clause = (test: Test): Clause => ({ kind: 'clause', token: term.token, test, ...nowhere })
  const listed = (tests: readonly SingleTest[]): Clause[] => {
    const [first, second] = tests
    if (first === undefined) return []
    return [clause(second === undefined ? first : { kind: 'any', tests })]
  }
  if (hasTerm(tree, term))
    return treeOf(
      entity,
      nodes.flatMap((node): readonly QueryNode[] => {
        if (node.kind !== 'clause' || !holds(node, term.token, wanted)) return [node]
        return listed((testsOf(node.test) ?? []).filter(test => !isSame(test, wanted)))
      }),
    )
  const at = nodes.findIndex(node => isList(node, term.token, wanted))
  const list = nodes[at]
  if (
    list === undefined ||
    list.kind !== 'clause' ||
    wanted.kind === 'null' ||
    wanted.kind === 'notNull' ||
    wanted.kind === 'any'
  )
    return treeOf(entity, [...nodes, clause(wanted)])
  return treeOf(
    entity,
    nodes.flatMap((node, n): readonly QueryNode[] =>
      n === at ? listed([...(testsOf(list.test) ?? []), wanted]) : [node],
    ),
  )
}

/** The query without its conditions on the values of a token; null when the text has errors. */
export function withoutTerms(text: string, entity: Entity, token: string): string | null {
  const { tree } = check(text, { entity })
  if (tree === null) return null
  return print(
    treeOf(
      entity,
      conditions(tree).filter(node => node.kind !== 'clause' || node.token !== token),
    ),
  )
}

/** The query of one term alone, as lists take it. */
export const termQuery = (entity: Entity, term: FacetTerm): string => print(toggleTerm({ entity, root: null }, term))
