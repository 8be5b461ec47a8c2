import type { FindingState } from '@patchyard/api'
import { findingStates } from '@patchyard/api'
import { type Command, Option } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { saying } from '../query/point-at.ts'
import { several } from '../several.ts'
import { tagIds } from './tag-ids.ts'

interface AssignOptions {
  readonly asset?: readonly string[]
  readonly query?: string
  readonly having?: string
  readonly status?: FindingState
  readonly count?: string
  readonly json?: boolean
}

/** `tag assign` and `tag remove`: by ids of assets, or by a query with the number of assets it finds. */
export function addAssignCommands(tag: Command, context: CommandContext): void {
  for (const [action, description] of [
    ['assign', 'Put tags on assets'],
    ['remove', 'Take tags off assets'],
  ] as const) {
    tag
      .command(`${action} <tags...>`)
      .description(description)
      .option('--asset <id>', 'an asset; may be given several times', several)
      .addOption(new Option('--query <query>', 'all assets that it finds').conflicts('asset'))
      .option('--having <query>', 'with --query: second query, about patches')
      .addOption(new Option('--status <state>', 'with --query: only with such a finding').choices(findingStates))
      .option('--count <n>', 'with --query: how many assets it must find; without it the number is only told')
      .option('--json', 'print JSON')
      .action(async (named: string[], options: AssignOptions) => {
        const client = await context.client()
        const printer = context.printer(options.json === true)
        const tags = await tagIds(client, named)
        const { query } = options
        await saying({ query: query ?? '', having: options.having ?? '' }, printer, async () => {
          if (query === undefined) {
            const done = await client.call('assignTags', {
              body: { action, tags, assets: [...(options.asset ?? [])] },
            })
            printer.result(done, () => `${done.changed} of ${done.assets} assets changed`)
            return
          }
          const selection = {
            query,
            ...(options.having === undefined ? {} : { having: options.having }),
            ...(options.status === undefined ? {} : { status: options.status }),
          }
          if (options.count === undefined) {
            const { total } = await client.call('listAssets', { query: { ...selection, limit: 1 } })
            printer.result({ total }, () => `this touches ${total} assets; repeat it with --count ${total}`)
            context.setExitCode(exitCodes.usage)
            return
          }
          const matching = { ...selection, count: Number(options.count) }
          const done = await client.call('assignTags', { body: { action, tags, matching } })
          printer.result(done, () => `${done.changed} of ${done.assets} assets changed`)
        })
      })
  }
}
