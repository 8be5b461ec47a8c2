import type { Licence } from '@patchyard/api'
import { licenceKindLabels } from '@patchyard/domain'
import type { Command } from 'commander'
import { renderFields } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { tagIds } from './tags/tag-ids.ts'

interface Json {
  readonly json?: boolean
}

export function addLicenceCommands(program: Command, context: CommandContext): void {
  const licence = program.command('licence').description('The licence: who consumes it, and which tags decide that')
  const print = (found: Licence, { json }: Json): void =>
    context.printer(json === true).result(found, () => renderFields(fieldsOf(found)))

  licence
    .command('show')
    .description('What was bought, what is used, and until when')
    .option('--json', 'print JSON')
    .action(async (options: Json) => print(await (await context.client()).call('getLicence'), options))

  licence
    .command('tags')
    .description('Which assets may consume it; what is not named stays as it is')
    .option('--include <tag...>', 'only assets with one of these tags, or one below; names or ids')
    .option('--all', 'no tag: every activated asset')
    .option('--exclude <tag...>', 'never assets with one of these, names or ids; beats --include')
    .option('--exclude-none', 'no tag keeps an asset out')
    .option('--json', 'print JSON')
    .action(
      async (options: { include?: string[]; all?: boolean; exclude?: string[]; excludeNone?: boolean } & Json) => {
        const client = await context.client()
        const include = options.all === true ? [] : options.include && (await tagIds(client, options.include))
        const exclude = options.excludeNone === true ? [] : options.exclude && (await tagIds(client, options.exclude))
        const body = { ...(include ? { include } : {}), ...(exclude ? { exclude } : {}) }
        print(await client.call('setLicenceTags', { body }), options)
      },
    )
}

const limitOf = (limit: number | null): string => (limit === null ? 'unlimited' : `${limit} assets`)

function fieldsOf(found: Licence): [string, string | number | boolean | null][] {
  const names = (tags: Licence['include'], none: string): string =>
    tags.length === 0 ? none : tags.map(tag => tag.name).join(', ')
  return [
    ['Kind', licenceKindLabels[found.kind]],
    ['Counts as', licenceKindLabels[found.effectiveKind]],
    ['Bought', limitOf(found.limit)],
    ['Ends', found.endAt ?? 'never'],
    ['Used', found.used.total],
    ['  Windows', found.used.windows],
    ['  Linux', found.used.linux],
    ['  Mac', found.used.mac],
    ['Wanted', found.percent === null ? found.wanted : `${found.wanted}, ${found.percent} %`],
    ['Include', names(found.include, 'every activated asset')],
    ['Exclude', names(found.exclude, 'none')],
    ['Calculated', found.calculating ? 'running' : found.calculatedAt],
  ]
}
