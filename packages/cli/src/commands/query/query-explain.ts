import { type ExplainedClause, findingStates, type FindingState } from '@patchyard/api'
import { type Command, Option } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { sayPlainly } from './explain-plainly.ts'
import { saying } from './point-at.ts'
import { entityOption, ofChain, type QueryOptions, queryText } from './query-options.ts'

interface Options extends QueryOptions {
  readonly having?: string
  readonly status?: FindingState
  readonly plain?: boolean
}

export function addQueryExplain(query: Command, context: CommandContext): void {
  query
    .command('explain <text>')
    .description('A query as a tree, each clause with the number of objects that it matches alone')
    .addOption(entityOption())
    .option('--installation', 'with --entity audit: the chain of the installation itself; for operators')
    .option('--having <query>', 'second query')
    .addOption(new Option('--status <state>', 'only with such a finding').choices(findingStates))
    .addOption(
      new Option('--plain', 'say in sentences what each clause asks; needs no server').conflicts(['having', 'status']),
    )
    .option('--json', 'print JSON')
    .action(async (argument: string, options: Options) => {
      const text = await queryText(context, argument)
      if (options.plain === true) {
        sayPlainly(context, { entity: options.entity, text, json: options.json === true })
        return
      }
      const client = await context.client()
      const printer = context.printer(options.json === true)
      const { entity, having, status } = options
      await saying({ text, having: having ?? '' }, printer, async () => {
        const body = {
          entity,
          text,
          ...(having === undefined ? {} : { having }),
          ...(status ? { status } : {}),
          ...ofChain(options),
        }
        const explained = await client.call('explainQuery', { body })
        printer.result(explained, () =>
          [
            line(explained.total, explained.ms, `of ${explained.everything}`, 0),
            ...explained.clauses.map(clauseLine),
            ...(explained.having === null ? [] : ['having', ...explained.having.map(clauseLine)]),
          ].join('\n'),
        )
      })
    })
}

const clauseLine = ({ matches, ms, depth, kind, text }: ExplainedClause): string =>
  line(matches, ms, kind === 'and' || kind === 'or' || kind === 'not' ? kind : text, depth + 1)

const line = (n: number | null, ms: number | null, text: string, depth: number): string =>
  `${(n === null ? '?' : String(n)).padStart(8)} ${(ms === null ? '' : `${ms.toFixed(1)} ms`).padStart(10)}  ${'  '.repeat(depth)}${safeText(text)}`
