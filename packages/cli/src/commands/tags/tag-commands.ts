import type { TagChange, TagDetail } from '@patchyard/api'
import { type Command, Option } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { addListCommand } from '../list-command.ts'
import { addAssignCommands } from './assign-commands.ts'
import { addPreviewCommand } from './preview-command.ts'
import { asRule, type RuleOptions, ruleOptions, sayingRule } from './rule-options.ts'
import { tagColumns } from './tag-columns.ts'
import { tagIds } from './tag-ids.ts'

interface Json {
  readonly json?: boolean
}

interface Facts extends Json, RuleOptions {
  readonly name?: string
  readonly description?: string
  readonly colour?: string
  readonly criticality?: string
  readonly parent?: string
  readonly static?: boolean
}

/** `patchyard tag …`: tags are named by id or by name. */
export function addTagCommands(program: Command, context: CommandContext): void {
  const tag = program
    .command('tag')
    .description('Tags of assets: what people are let see, licences, profiles and jobs go by')
  addListing(tag, context)
  const one = async (named: string): Promise<string> => (await tagIds(await context.client(), [named]))[0] ?? ''
  const said = (shown: TagDetail, options: Json): void =>
    context.printer(options.json === true).result(shown, () => describe(shown))

  tag
    .command('show <tag>')
    .description('One tag with its rule')
    .option('--json', 'print JSON')
    .action(async (named: string, options: Json) => {
      said(await (await context.client()).call('getTag', { params: { id: await one(named) } }), options)
    })

  factOptions(tag.command('create <name>').description('Make a tag; with a query or a rule it is dynamic'))
    .option('--parent <tag>', 'the tag above it')
    .action(async (name: string, options: Facts) => {
      const client = await context.client()
      const rule = await asRule(context, options)
      await sayingRule(rule, context.printer(options.json === true), async () => {
        const body = { name, ...(await factsOf(options)), ...(rule === null ? {} : { rule }) }
        said(await client.call('createTag', { body }), options)
      })
    })

  factOptions(tag.command('change <tag>').description('Rename, move or change a tag or its rule'))
    .option('--name <name>', 'another name')
    .option('--parent <tag>', 'the tag above it; "none": the top of the tree')
    .addOption(new Option('--static', 'without a rule, with the assets that it has').conflicts(['query', 'rule']))
    .action(async (named: string, options: Facts) => {
      const client = await context.client()
      const rule = await asRule(context, options)
      await sayingRule(rule, context.printer(options.json === true), async () => {
        const body: TagChange = {
          ...(options.name === undefined ? {} : { name: options.name }),
          ...(await factsOf(options)),
          ...(options.static === true ? { rule: null } : rule === null ? {} : { rule }),
        }
        said(await client.call('changeTag', { params: { id: await one(named) }, body }), options)
      })
    })

  async function factsOf(options: Facts): Promise<Omit<TagChange, 'name' | 'rule'>> {
    const { description, colour, criticality, parent } = options
    return {
      ...(description === undefined ? {} : { description }),
      ...(colour === undefined ? {} : { colour }),
      ...(criticality === undefined ? {} : { criticality: criticality === 'none' ? null : Number(criticality) }),
      ...(parent === undefined ? {} : { parent: parent === 'none' ? null : await one(parent) }),
    }
  }

  tag
    .command('uses <tag>')
    .description('What hangs on a tag')
    .option('--json', 'print JSON')
    .action(async (named: string, options: Json) => {
      const uses = await (await context.client()).call('listTagUses', { params: { id: await one(named) } })
      context.printer(options.json === true).result(uses, () =>
        renderTable(
          [
            { title: 'what', value: use => use.what },
            { title: 'count', value: use => use.count },
            { title: 'names', value: use => use.names.join(', ') },
            { title: 'when deleted', value: use => use.outcome },
          ],
          uses.items,
        ),
      )
    })

  tag
    .command('delete <tag>')
    .description('Delete a tag; refused while something hangs on it, unless it is said what becomes of that')
    .addOption(
      new Option('--children <what>', 'tags below it: raise them, or delete them too').choices(['raise', 'delete']),
    )
    .option('--release', 'take it from scopes, profiles, jobs and activation keys')
    .option('--json', 'print JSON')
    .action(async (named: string, options: Json & { children?: 'raise' | 'delete'; release?: boolean }) => {
      const id = await one(named)
      await (await context.client()).call('deleteTag', {
        params: { id },
        query: {
          ...(options.children === undefined ? {} : { children: options.children }),
          ...(options.release === true ? { uses: 'release' as const } : {}),
        },
      })
      context.printer(options.json === true).result({ id }, () => `${safeText(id)} is deleted`)
    })

  tag
    .command('evaluate <tag>')
    .description('Ask the rule of a dynamic tag of all assets now')
    .option('--json', 'print JSON')
    .action(async (named: string, options: Json) => {
      said(await (await context.client()).call('evaluateTag', { params: { id: await one(named) } }), options)
    })

  tag
    .command('favourite <tag>')
    .description("Mark a tag as one's favourite")
    .option('--off', 'no longer')
    .action(async (named: string, options: { off?: boolean }) => {
      const favourite = options.off !== true
      const shown = await (await context.client()).call('setTagFavourite', {
        params: { id: await one(named) },
        body: { favourite },
      })
      context.printer(false).result(shown, () => renderTable(tagColumns, [shown]))
    })

  addAssignCommands(tag, context)
  addPreviewCommand(tag, context)
}

interface Asked {
  readonly kind?: 'static' | 'dynamic'
  readonly favourite?: boolean
  readonly assignable?: boolean
}

const askedOf = ({ kind, favourite, assignable }: Asked): Asked => ({
  ...(kind === undefined ? {} : { kind }),
  ...(favourite === true ? { favourite } : {}),
  ...(assignable === true ? { assignable } : {}),
})

function addListing(tag: Command, context: CommandContext): void {
  addListCommand(tag, context, {
    what: 'tags',
    options: command =>
      command
        .addOption(new Option('--kind <kind>', 'only these').choices(['static', 'dynamic']))
        .option('--favourite', "only one's favourites")
        .option('--assignable', 'only those that one may put on assets')
        .option('--csv', 'all of them as CSV'),
    load: (client, query, asked: Asked) => client.call('listTags', { query: { ...query, ...askedOf(asked) } }),
    csv: (client, query, asked) => client.call('exportTags', { query: { ...query, ...askedOf(asked) } }),
    columns: tagColumns,
  })
}

const factOptions = (command: Command): Command =>
  ruleOptions(command)
    .option('--description <text>', 'what it is for')
    .option('--colour <#rrggbb>', 'of its label')
    .option('--criticality <1-5>', 'of its assets; "none" for no say')
    .option('--json', 'print JSON')

function describe(tag: TagDetail): string {
  const names = (of: readonly { name: string }[]): string => of.map(one => one.name).join(', ')
  const lines: readonly (readonly [string, string])[] = [
    ['id', tag.id],
    ['path', tag.path.join(' › ')],
    ['kind', tag.isBroken ? 'dynamic, rule not understood' : tag.kind],
    ['description', tag.description],
    ['colour', tag.colour],
    ['criticality', tag.criticality === null ? '' : String(tag.criticality)],
    ['assets', String(tag.assetCount)],
    ['below it', names(tag.children)],
    ['query', tag.query ?? ''],
    ['asks for', names(tag.asksTags)],
    ['asked at', tag.evaluatedAt ?? ''],
    ...tag.problems.map(problem => ['problem', `${problem.message} [${problem.code}]`] as const),
  ]
  return lines
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label.padEnd(12)} ${safeText(value)}`)
    .join('\n')
}
