import { findingStates, type FindingState, type QueryWhy, type WhyClause } from '@patchyard/api'
import { type Command, Option } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { saying } from './point-at.ts'
import { entityOption, ofChain, type QueryOptions, queryText } from './query-options.ts'

interface Options extends QueryOptions {
  readonly having?: string
  readonly havingId?: string
  readonly status?: FindingState
}

export function addQueryWhy(query: Command, context: CommandContext): void {
  query
    .command('why <text> <id>')
    .description('Why a query finds an object or not: each clause with what the object has there')
    .addOption(entityOption())
    .option('--installation', 'with --entity audit: the chain of the installation itself; for operators')
    .option('--having <query>', 'second query')
    .option('--having-id <id>', 'the patch of an asset, or the asset of a patch, that the second query is asked about')
    .addOption(new Option('--status <state>', 'only with such a finding').choices(findingStates))
    .option('--json', 'print JSON')
    .action(async (argument: string, id: string, options: Options) => {
      const client = await context.client()
      const text = await queryText(context, argument)
      const printer = context.printer(options.json === true)
      const { entity, having, havingId, status } = options
      await saying({ text, having: having ?? '' }, printer, async () => {
        const why = await client.call('whyQuery', {
          body: {
            entity,
            text,
            id,
            ...(having === undefined ? {} : { having }),
            ...(havingId === undefined ? {} : { havingId }),
            ...(status === undefined ? {} : { status }),
            ...ofChain(options),
          },
        })
        printer.result(why, () => textOf(why))
      })
    })
}

/** `*` marks the clauses that the outcome hangs on. */
const textOf = ({ name, matches, clauses, having }: QueryWhy): string =>
  [
    `${safeText(name)}: ${matches ? 'found' : 'not found'}`,
    ...clauses.map(clauseLine),
    ...(having === null
      ? []
      : [
          `having ${safeText(having.name)}: finding ${having.finding.state ?? 'none'}${having.finding.isLatest ? ', latest' : ''}, ${having.finding.holds ? 'holds' : 'does not hold'}`,
          ...having.clauses.map(clauseLine),
        ]),
  ].join('\n')

function clauseLine({ depth, kind, text, holds, decides, found }: WhyClause): string {
  const what = kind === 'and' || kind === 'or' || kind === 'not' ? kind : safeText(text)
  const has = found === null ? '' : `   has ${found.length === 0 ? 'nothing' : found.map(safeText).join(' | ')}`
  return `${decides ? '*' : ' '} ${holds ? 'yes' : 'no '}  ${'  '.repeat(depth)}${what}${has}`
}
