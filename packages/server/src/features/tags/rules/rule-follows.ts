import { type AssetChange, assetChanges } from '../../../storage/ports/asset-changes.ts'
import { findToken, type QueryNode, type QueryTree, type Test, tokensOf } from '@patchyard/query'

/** `time`: what a clock, a check-in or a feed changes without anything being written to the asset. */
export type RuleFollows = AssetChange | 'time'

const byToken: Readonly<Record<string, readonly RuleFollows[] | 'refused'>> = {
  name: ['system'],
  id: ['standing'],
  operatingSystem: ['system'],
  osFamily: ['system'],
  osVersion: ['system'],
  platform: ['standing'],
  architecture: ['system'],
  kernel: ['system'],
  tags: ['tags'],
  interfaces: ['network'],
  hardware: ['system'],
  lastLoggedOnUser: ['system'],
  // Agents say these with each check-in, which must stay small.
  agentVersion: ['time'],
  agentStatus: ['standing', 'time'],
  lastCheckIn: ['time'],
  scanStatus: ['system'],
  scanDateTime: ['scan'],
  activatedDate: ['standing', 'activation'],
  // Made from tags: a rule that asks for it would ask for itself.
  licensed: 'refused',
  criticality: 'refused',
  riskScore: 'refused',
  rebootPending: ['restart'],
  servicesToRestart: ['restart'],
  // What is security may come from a feed.
  vulnerableInMemory: ['restart', 'findings', 'time'],
  missingPatchCount: ['findings'],
  latestMissingPatchCount: ['findings'],
  installedPatchCount: ['findings'],
  missingCriticalCount: ['findings'],
  exposedSince: ['findings'],
  virtual: ['system'],
  timeZone: ['system'],
  software: ['software'],
  // Severity, exploitation and probability come from feeds.
  vulnerabilities: ['findings', 'time'],
  activationKey: ['standing', 'activation'],
  isEvaluationEdition: ['system'],
}

export interface Following {
  readonly follows: ReadonlySet<RuleFollows>
  /** Tokens that are made from tags. */
  readonly refused: readonly string[]
}

/** What a rule's answer follows. A token that stands nowhere above is asked again with every change and by the clock. */
export function followsOf(tree: QueryTree): Following {
  // Whatever a rule asks, it finds none that is not in the list.
  const follows = new Set<RuleFollows>(['standing', 'activation'])
  const refused = new Set<string>()
  for (const { token, test } of clausesOf(tree)) {
    const kinds = byToken[token] ?? byToken[token.split('.')[0] ?? '']
    if (kinds === 'refused') refused.add(token)
    else for (const kind of kinds ?? [...assetChanges, 'time' as const]) follows.add(kind)
    if (test !== null && isTimed(test)) follows.add('time')
  }
  return { follows, refused: [...refused] }
}

interface AskedClause {
  readonly token: string
  /** null: the group's token. */
  readonly test: Test | null
}

/** Every clause of a query; text without a token as clauses of the tokens that it searches. */
export const clausesOf = ({ entity, root }: QueryTree): readonly AskedClause[] => {
  const main = tokensOf(entity).filter(token => token.mainText === true)
  const inside = (node: QueryNode): readonly AskedClause[] => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return node.nodes.flatMap(inside)
      case 'not':
        return inside(node.node)
      case 'group':
        return [{ token: node.token, test: null }, ...inside(node.node)]
      case 'clause':
        return [{ token: node.token, test: node.test }]
      case 'text':
        return main.map(token => ({ token: token.name, test: { kind: 'text', match: node.match } }))
    }
  }
  return root === null ? [] : inside(root)
}

function isTimed(test: Test): boolean {
  if (test.kind === 'any') return test.tests.some(isTimed)
  return test.kind === 'date' && [test.low, test.high].some(bound => bound?.value.kind === 'now')
}

/** Asset tokens that the table above does not name; a test holds it to none. */
export const tokensWithoutFollows = (): readonly string[] =>
  tokensOf('asset')
    .map(token => token.name)
    .filter(
      name =>
        findToken('asset', name) !== undefined &&
        byToken[name] === undefined &&
        byToken[name.split('.')[0] ?? ''] === undefined,
    )
