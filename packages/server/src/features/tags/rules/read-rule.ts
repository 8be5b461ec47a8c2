import type { TagRule, TagRulePart, TagRuleProblem } from '@patchyard/api'
import { check, print, type QueryNode, type QueryProblem, type QueryTree } from '@patchyard/query'
import { shownProblems } from '../../../queries/read-query.ts'
import { rangeNetworks } from './address-range.ts'
import { followsOf, type RuleFollows } from './rule-follows.ts'

export interface ReadRule {
  readonly tree: QueryTree
  /** The one text of the whole rule. */
  readonly canonical: string
  readonly follows: ReadonlySet<RuleFollows>
}

export interface RuleReading {
  /** null: `errors` says why. */
  readonly rule: ReadRule | null
  readonly errors: readonly TagRuleProblem[]
  readonly warnings: readonly TagRuleProblem[]
}

type Told = { readonly errors: TagRuleProblem[]; readonly warnings: TagRuleProblem[] }

/** The rule as one query about assets. Tells all mistakes of all its parts, each with its part and its place there. */
export function readRule(rule: TagRule): RuleReading {
  const told: Told = { errors: [], warnings: [] }
  const root = nodeOf(rule, '', told)
  if (root === null || told.errors.length > 0) return { rule: null, ...told }
  const canonical = print({ entity: 'asset', root })
  // Parts that are fine alone can be too much together.
  const { tree, errors } = check(canonical, { entity: 'asset' })
  if (tree === null) {
    told.errors.push(...errors.map(error => problem('', { ...error, from: 0, to: 0, suggestions: [] })))
    return { rule: null, ...told }
  }
  const { follows, refused } = followsOf(tree)
  for (const token of refused) {
    const message = `${token} is made from tags: a rule that asks for it would ask for itself`
    told.errors.push({ path: '', code: 'tag_rule_token', from: 0, to: 0, message })
  }
  return { rule: refused.length > 0 ? null : { tree, canonical, follows }, ...told }
}

/** A stored rule in today's language: its canonical text is read, for names that changed since are aliases now. */
export function readStoredRule(text: string): RuleReading {
  return readRule({ kind: 'query', query: text })
}

function nodeOf(rule: TagRule, path: string, told: Told): QueryNode | null {
  if (rule.kind !== 'group') return partNode(rule, path, told)
  const nodes = rule.rules.map((one, i) => nodeOf(one, `${path}/rules/${i}`, told))
  const found = nodes.filter(node => node !== null)
  if (found.length < nodes.length) return null
  if (rule.match === 'none') return { kind: 'not', node: joined('or', found), from: 0, to: 0 }
  return joined(rule.match === 'all' ? 'and' : 'or', found)
}

/** Never directly inside another of its kind (tree.ts of the language). */
function joined(kind: 'and' | 'or', nodes: readonly QueryNode[]): QueryNode {
  const [only] = nodes
  if (nodes.length === 1 && only !== undefined) return only
  const flat = nodes.flatMap(node => (node.kind === kind ? node.nodes : [node]))
  return { kind, nodes: flat, from: 0, to: 0 }
}

function partNode(part: TagRulePart, path: string, told: Told): QueryNode | null {
  const [member, value, text] = textOf(part, path, told)
  if (text === null) return null
  const at = `${path}/${member}`
  const { tree, errors, warnings } = check(text, { entity: 'asset' })
  // Only a query's own text has the places that its mistakes are told with; of the others the whole value is meant.
  const place = (one: QueryProblem): TagRuleProblem =>
    part.kind === 'query' ? problem(at, one) : problem(at, { ...one, from: 0, to: value.length, suggestions: [] })
  told.warnings.push(...warnings.map(place))
  told.errors.push(...errors.map(place))
  if (tree !== null && tree.root === null) {
    const message = 'a query that asks nothing would find every asset; name:* says so'
    told.errors.push({ path: at, code: 'tag_rule_empty', from: 0, to: value.length, message })
  }
  return tree?.root ?? null
}

function problem(path: string, one: QueryProblem): TagRuleProblem {
  const [shown] = shownProblems([one])
  return { path, ...(shown as NonNullable<typeof shown>) }
}

/** The member that people wrote, its value, and the value as a text of the language; null: told what is wrong. */
function textOf(part: TagRulePart, path: string, told: Told): readonly [string, string, string | null] {
  switch (part.kind) {
    case 'query':
      return ['query', part.query, part.query]
    case 'namePattern':
      return ['pattern', part.pattern, `name:${quoted(part.pattern)}`]
    case 'os':
      return ['os', part.os, `operatingSystem:${quoted(part.os)}`]
    case 'software': {
      const name = quoted(part.name)
      if (part.version === undefined) return ['name', part.name, `software.name:${name}`]
      const operator = part.operator === undefined || part.operator === '=' ? ':' : part.operator
      return ['version', part.version, `software:(name:${name} and version${operator}${quoted(part.version)})`]
    }
    case 'ipRange': {
      const found = rangeNetworks(part.range)
      if ('networks' in found) return ['range', part.range, `interfaces.address:[${found.networks.join(', ')}]`]
      told.errors.push({
        path: `${path}/range`,
        code: 'tag_rule_range',
        from: 0,
        to: part.range.length,
        message: found.wrong,
      })
      return ['range', part.range, null]
    }
  }
}

/** In double quotes a star stands for anything, everything else for itself. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`
