import type { ConfigurationProfile } from '@patchyard/api'
import type { Command } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addListCommand } from '../list-command.ts'
import { several } from '../several.ts'
import { tagIds } from '../tags/tag-ids.ts'
import { sayDone } from './bulk-done.ts'
import { type DocumentOptions, documentOf, withDocumentOptions } from './document-options.ts'

interface Json {
  readonly json?: boolean
}

interface Given extends Json, DocumentOptions {
  readonly name?: string
  readonly description?: string
  readonly tag?: readonly string[]
  readonly tags?: boolean
}

/** A document as lines for people. */
export function documentLines({ document }: Pick<ConfigurationProfile, 'document'>): string[] {
  const orUnlimited = (value: number | null, unit: string) => (value === null ? 'unlimited' : `${value} ${unit}`)
  return [
    `patching        ${document.patching ? 'on' : 'off'}`,
    `scanning        ${document.suspendScanning ? 'suspended' : 'on'}`,
    `check-in        every ${document.checkInS} s`,
    `cache           ${orUnlimited(document.cacheMb, 'MB')}`,
    `bandwidth       ${orUnlimited(document.bandwidthKBs, 'kB/s')}`,
    `agent's CPU     ${document.cpuPercent === null ? 'as installed' : `${document.cpuPercent} %`}`,
    `agent's memory  ${document.memoryMb === null ? 'as installed' : `${document.memoryMb} MB`}`,
    `other updaters  ${document.otherUpdaters}`,
    ...document.blackouts.map(
      one =>
        `blackout        ${one.days.join(', ')} ${one.from} for ${one.minutes} min, ${one.zone ?? "the asset's zone"}`,
    ),
  ]
}

const text = (one: ConfigurationProfile): string =>
  [
    `${one.name}${one.isDefault ? ' (default)' : `, priority ${one.priority ?? ''}`}, ${one.assetCount} assets`,
    ...(one.description === '' ? [] : [one.description]),
    ...documentLines(one),
    `version         ${one.version}`,
  ].join('\n')

/** `patchyard profile configuration …`: how agents behave. */
export function addConfigurationCommands(profile: Command, context: CommandContext): void {
  const configuration = profile.command('configuration').description('How agents behave')
  addListCommand(configuration, context, {
    what: 'configuration profiles, the one that is asked first in front',
    load: (client, query) => client.call('listConfigurationProfiles', { query }),
    columns: [
      { title: 'id', value: p => p.id },
      { title: 'name', value: p => p.name },
      { title: 'priority', value: p => (p.priority === null ? 'default' : String(p.priority)) },
      { title: 'patching', value: p => (p.document.patching ? 'on' : 'off') },
      { title: 'tags', value: p => p.tags.map(tag => tag.name).join(', ') },
      { title: 'assets', value: p => String(p.assetCount) },
      { title: 'version', value: p => p.version.slice(0, 12) },
    ],
  })
  configuration
    .command('show <id>')
    .description('One configuration profile')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const found = await (await context.client()).call('getConfigurationProfile', { params: { id } })
      context.printer(options.json === true).result(found, () => text(found))
    })
  withDocumentOptions(
    configuration
      .command('create <name>')
      .description('Make one; it is asked last before the default')
      .option('--description <text>', 'what it is for')
      .requiredOption('--tag <tag>', 'name or id; several; children come with it', several),
  )
    .option('--json', 'print JSON')
    .action(async (name: string, options: Given) => {
      const client = await context.client()
      const { description } = options
      const made = await client.call('createConfigurationProfile', {
        body: {
          name,
          ...(description === undefined ? {} : { description }),
          tags: await tagIds(client, options.tag ?? []),
          document: documentOf(options),
        },
      })
      context.printer(options.json === true).result(made, () => made.id)
    })
  withDocumentOptions(
    configuration
      .command('edit <id>')
      .description('Change one; what is not given stays')
      .option('--name <name>', 'its name')
      .option('--description <text>', 'what it is for')
      .option('--tag <tag>', 'name or id; several; replaces the tags that are there', several)
      .option('--no-tags', 'none at all'),
  )
    .option('--json', 'print JSON')
    .action(async (id: string, options: Given) => {
      const client = await context.client()
      const { name, description, tag, tags } = options
      const changed = await client.call('changeConfigurationProfile', {
        params: { id },
        body: {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(tag !== undefined ? { tags: await tagIds(client, tag) } : tags === false ? { tags: [] } : {}),
          document: documentOf(options),
        },
      })
      context.printer(options.json === true).result(changed, () => text(changed))
    })
  configuration
    .command('order <ids...>')
    .description('All profiles but the default, the one that is asked first in front')
    .option('--json', 'print JSON')
    .action(async (ids: string[], options: Json) => {
      const done = await (await context.client()).call('orderConfigurationProfiles', { body: { ids } })
      context.printer(options.json === true).result(done, () => 'The order is changed')
    })
  configuration
    .command('delete <ids...>')
    .description('Delete configuration profiles')
    .option('--json', 'print JSON')
    .action(async (ids: string[], options: Json) => {
      const body = { ids, action: 'delete' } as const
      const done = await (await context.client()).call('bulkConfigurationProfiles', { body })
      sayDone(context, options.json === true, done, 'deleted')
    })
}
