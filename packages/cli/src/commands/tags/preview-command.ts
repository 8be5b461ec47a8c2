import type { TagPreview } from '@patchyard/api'
import type { Command } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import { renderTable } from '../../output/table.ts'
import { CliConfigError } from '../../session/cli-config.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { asRule, pointInRule, type RuleOptions, ruleOptions } from './rule-options.ts'
import { tagIds } from './tag-ids.ts'

/** `tag preview`: which assets a rule finds, and what it would change of a tag. */
export function addPreviewCommand(tag: Command, context: CommandContext): void {
  ruleOptions(tag.command('preview').description('Which assets a rule finds, and what it would change of a tag'))
    .option('--tag <tag>', 'compare with who carries it now')
    .option('--json', 'print JSON')
    .action(async (options: RuleOptions & { tag?: string; json?: boolean }) => {
      const client = await context.client()
      const rule = await asRule(context, options)
      if (rule === null) throw new CliConfigError('config_invalid', 'give --query or --rule')
      const [id] = options.tag === undefined ? [] : await tagIds(client, [options.tag])
      const preview = await client.call('previewTagRule', { body: { rule, ...(id === undefined ? {} : { tag: id }) } })
      const printer = context.printer(options.json === true)
      if (preview.query === null) context.setExitCode(exitCodes.refused)
      printer.result(preview, () =>
        preview.query === null
          ? preview.errors.map(problem => pointInRule(rule, problem)).join('\n')
          : [safeText(preview.query), ...warningsOf(preview), ...partsOf(preview)].join('\n'),
      )
    })
}

const warningsOf = ({ warnings }: TagPreview): string[] =>
  warnings.map(warning => `note: ${safeText(warning.message)} [${warning.code}]`)

function partsOf({ found, added, removed }: TagPreview): string[] {
  return (
    [
      ['finds', found],
      ['would be added', added],
      ['would be removed', removed],
    ] as const
  ).flatMap(([title, part]) => {
    if (part === null) return []
    const more = part.items.length < part.count ? `, the first ${part.items.length}` : ''
    const table =
      part.items.length === 0
        ? []
        : [
            renderTable(
              [
                { title: 'id', value: asset => asset.id },
                { title: 'name', value: asset => asset.name },
                { title: 'system', value: asset => asset.operatingSystem },
              ],
              part.items,
            ),
          ]
    return ['', `${title}: ${part.count} assets${more}`, ...table]
  })
}
