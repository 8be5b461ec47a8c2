import type { Client, Feed, FeedDocument, FeedKind } from '@patchyard/api'
import { type Command, InvalidArgumentError } from 'commander'
import { bar } from '../output/printer.ts'
import { renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { exitCodes } from '../session/exit-codes.ts'
import { CliConfigError } from '../session/cli-config.ts'
import { isId } from './is-id.ts'
import { addListCommand } from './list-command.ts'

interface Json {
  readonly json?: boolean
}
interface Pairs {
  readonly option?: Record<string, string>
  readonly address?: Record<string, string>
}

const POLL_MS = 1000

/** `patchyard feed …`: where the catalog comes from. */
export function addFeedCommands(program: Command, context: CommandContext): void {
  const feed = program.command('feed').description('Where the catalog comes from; changes are for operators')
  addListCommand(feed, context, {
    what: 'feeds',
    options: command => command.option('--csv', 'print all rows as CSV'),
    load: (client, query) => client.call('listFeeds', { query }),
    csv: (client, query) => client.call('exportFeeds', { query }),
    columns,
  })

  const verb = (name: string, description: string): Command =>
    feed.command(name).description(description).option('--json', 'print JSON')
  const said = (changed: Feed, options: Json): void =>
    context.printer(options.json === true).result(changed, () => renderTable(columns, [changed]))

  verb('show <feed>', 'One feed with its documents; by id, or by its name where that is the only one')
    .option('--documents <n>', 'rows at most', '20')
    .action(async (name: string, options: Json & { documents: string }) => {
      const client = await context.client()
      const found = await feedOf(client, name)
      const query = { sort: '-state', limit: Math.max(1, Math.min(500, Number(options.documents) || 20)) }
      const documents = await client.call('listFeedDocuments', { params: { id: found.id }, query })
      context
        .printer(options.json === true)
        .result({ ...found, documentList: documents }, () =>
          [renderTable(columns, [found]), detailOf(found), renderTable(documentColumns, documents.items)].join('\n'),
        )
    })

  verb('kinds', 'The feeds that the server knows, with their documents and options').action(async (options: Json) => {
    const kinds = await (await context.client()).call('listFeedKinds')
    context.printer(options.json === true).result(kinds, () => renderTable(kindColumns, kinds.items))
  })

  verb('sync <feed>', 'Fetch it as soon as it is its turn')
    .option('--anew', 'everything, also what has not changed or is older')
    .option('--wait', 'until it is done; exit code 4 when it is not well then')
    .action(async (name: string, options: Json & { anew?: boolean; wait?: boolean }) => {
      const client = await context.client()
      const { id } = await feedOf(client, name)
      const asked = await client.call('syncFeed', { params: { id }, body: options.anew === true ? { anew: true } : {} })
      said(options.wait === true ? await waitFor(context, client, asked, options) : asked, options)
    })

  verb('accept <feed>', 'Take what is held although it has shrunk')
    .option('--wait', 'until it is read; exit code 4 when it is not well then')
    .action(async (name: string, options: Json & { wait?: boolean }) => {
      const client = await context.client()
      const { id } = await feedOf(client, name)
      const asked = await client.call('acceptFeed', { params: { id } })
      said(options.wait === true ? await waitFor(context, client, asked, options) : asked, options)
    })

  for (const [name, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    verb(`${name} <feed>`, `Switch it ${enabled ? 'on' : 'off'}`).action(async (which: string, options: Json) => {
      const client = await context.client()
      const { id } = await feedOf(client, which)
      said(await client.call('changeFeed', { params: { id }, body: { enabled } }), options)
    })
  }

  const withPairs = (command: Command): Command =>
    command
      .option('--option <name=value>', 'of the feed; may be repeated', pair)
      .option('--address <document=url>', 'where a document is fetched; may be repeated', pair)
      .option('--every <minutes>', 'between two looks', Number)

  withPairs(verb('add <kind> <title>', 'Add a source: a repository, a mirror')).action(
    async (kind: string, title: string, options: Json & Pairs & { every?: number }) => {
      const body = { feed: kind, title, ...settingsOf(options) }
      said(await (await context.client()).call('createFeed', { body }), options)
    },
  )

  withPairs(verb('change <feed>', 'Change where and how often it is fetched'))
    .option('--title <title>', 'another name')
    .option('--public', 'fetch all of it at its public addresses again')
    .action(async (which: string, options: Json & Pairs & { every?: number; title?: string; public?: boolean }) => {
      const client = await context.client()
      const { id } = await feedOf(client, which)
      const body = {
        ...(options.title === undefined ? {} : { title: options.title }),
        ...(options.public === true ? { addresses: {} } : {}),
        ...settingsOf(options),
      }
      said(await client.call('changeFeed', { params: { id }, body }), options)
    })

  verb('remove <feed>', 'Remove a source, and what the catalog knows from it alone').action(
    async (which: string, options: Json) => {
      const client = await context.client()
      const { id, title } = await feedOf(client, which)
      const done = await client.call('deleteFeed', { params: { id } })
      context.printer(options.json === true).result(done, () => `${title} is removed`)
    },
  )
}

/** By id, or by its title or feed where only one has it. Throws CliConfigError. */
async function feedOf(client: Client, name: string): Promise<Feed> {
  if (isId(name)) return client.call('getFeed', { params: { id: name } })
  const { items } = await client.call('listFeeds', { query: { search: name, limit: 100 } })
  const folded = name.toLowerCase()
  const exact = items.filter(one => one.feed === folded || one.title.toLowerCase() === folded)
  const [only] = exact
  if (only !== undefined && exact.length === 1) return only
  const why = exact.length === 0 ? 'no feed has this name' : `${exact.length} feeds have this name; give the id`
  throw new CliConfigError('config_invalid', `"${name}": ${why}`)
}

/** Until an attempt that began after the request is over. */
async function waitFor(context: CommandContext, client: Client, asked: Feed, options: Json): Promise<Feed> {
  const printer = context.printer(options.json === true)
  for (;;) {
    await context.clock.sleep(POLL_MS)
    const feed = await client.call('getFeed', { params: { id: asked.id } })
    if (feed.progress !== null) printer.progress(`${feed.title} ${bar(feed.progress.done, feed.progress.wanted)}`)
    const isOver = feed.progress === null && feed.attemptedAt !== asked.attemptedAt
    if (!isOver) continue
    printer.progress(null)
    if (feed.state !== 'ok') context.setExitCode(exitCodes.notAllWell)
    return feed
  }
}

function pair(text: string, earlier: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('write name=value')
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) }
}

const settingsOf = ({ option, address, every }: Pairs & { every?: number }) => ({
  ...(option === undefined ? {} : { options: option }),
  ...(address === undefined ? {} : { addresses: address }),
  ...(every === undefined ? {} : { intervalS: Math.round(every * 60) }),
})

function detailOf(feed: Feed): string {
  const lines = [
    `id ${feed.id}`,
    feed.error === null ? '' : `${feed.error.code}${feed.error.detail === null ? '' : `: ${feed.error.detail}`}`,
    feed.licence === '' && feed.attribution === '' ? '' : `${feed.licence} ${feed.attribution}`.trim(),
    ...Object.entries(feed.addresses ?? {}).map(([name, url]) => `${name} is fetched at ${url}`),
    ...Object.entries(feed.options).map(([name, value]) => `${name}=${value}`),
  ]
  return `${lines.filter(line => line !== '').join('\n')}\n`
}

const columns = [
  { title: 'feed', value: (f: Feed) => f.feed },
  { title: 'title', value: (f: Feed) => f.title },
  { title: 'state', value: (f: Feed) => f.state },
  { title: 'error', value: (f: Feed) => f.error?.code ?? '' },
  { title: 'edition', value: (f: Feed) => f.editionAt ?? f.edition },
  { title: 'fetched', value: (f: Feed) => f.succeededAt },
  { title: 'records', value: (f: Feed) => f.records, right: true },
  { title: 'rejected', value: (f: Feed) => f.rejected, right: true },
  { title: 'documents', value: (f: Feed) => f.documents.total, right: true },
  { title: 'next', value: (f: Feed) => f.nextAt },
]

const documentColumns = [
  { title: 'document', value: (d: FeedDocument) => d.part },
  { title: 'state', value: (d: FeedDocument) => d.state },
  { title: 'error', value: (d: FeedDocument) => d.error?.code ?? '' },
  { title: 'taken', value: (d: FeedDocument) => d.takenAt },
  { title: 'records', value: (d: FeedDocument) => d.records, right: true },
  { title: 'rejected', value: (d: FeedDocument) => d.rejected, right: true },
  { title: 'held', value: (d: FeedDocument) => (d.held === null ? '' : `${d.held.now} of ${d.held.before}`) },
]

const kindColumns = [
  { title: 'kind', value: (k: FeedKind) => k.feed },
  { title: 'title', value: (k: FeedKind) => k.title },
  {
    title: 'documents',
    value: (k: FeedKind) => k.documents.map(d => (d.url === null ? `${d.name}*` : d.name)).join(' '),
  },
  { title: 'options', value: (k: FeedKind) => k.options.map(o => o.name).join(' ') },
  { title: 'licence', value: (k: FeedKind) => k.licence },
]
