import type { AssessmentProfile } from '@patchyard/api'
import { type Command, InvalidArgumentError } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addListCommand } from '../list-command.ts'
import { several } from '../several.ts'
import { tagIds } from '../tags/tag-ids.ts'
import { sayDone } from './bulk-done.ts'

interface Json {
  readonly json?: boolean
}

interface Given extends Json {
  readonly name?: string
  readonly every?: number
  readonly tag?: readonly string[]
  readonly tags?: boolean
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 }

/** `4h`, `90m`, `1d` in seconds. */
export function interval(text: string): number {
  const [, number = '', unit = ''] = /^([0-9]{1,6})([mhd])$/.exec(text) ?? []
  const seconds = UNITS[unit]
  if (seconds === undefined) throw new InvalidArgumentError('a number with m, h or d, such as 4h')
  return Number(number) * seconds
}

const hours = (seconds: number): string => (seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} min`)
const line = (one: AssessmentProfile): string =>
  `${one.name}: every ${hours(one.scanEveryS)}${one.effectiveScanEveryS === one.scanEveryS ? '' : ` (now ${hours(one.effectiveScanEveryS)}: licence)`}, ${one.enabled ? 'enabled' : 'disabled'}, ${one.assetCount} assets`

/** `patchyard profile assessment …`: how often assets scan. */
export function addAssessmentCommands(profile: Command, context: CommandContext): void {
  const assessment = profile.command('assessment').description('How often assets scan')
  addListCommand(assessment, context, {
    what: 'assessment profiles',
    load: (client, query) => client.call('listAssessmentProfiles', { query }),
    columns: [
      { title: 'id', value: p => p.id },
      { title: 'name', value: p => p.name },
      { title: 'every', value: p => hours(p.scanEveryS) },
      { title: 'status', value: p => (p.isDefault ? 'default' : p.enabled ? 'enabled' : 'disabled') },
      { title: 'tags', value: p => p.tags.map(tag => tag.name).join(', ') },
      { title: 'assets', value: p => String(p.assetCount) },
    ],
  })
  assessment
    .command('show <id>')
    .description('One assessment profile')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const found = await (await context.client()).call('getAssessmentProfile', { params: { id } })
      context.printer(options.json === true).result(found, () => line(found))
    })
  assessment
    .command('create <name>')
    .description('Make one; a tag may stand in one assessment profile only')
    .requiredOption('--every <interval>', 'such as 4h; 24h at least while the licence is Free', interval)
    .requiredOption('--tag <tag>', 'name or id; several; children come with it', several)
    .option('--json', 'print JSON')
    .action(async (name: string, options: Given) => {
      const client = await context.client()
      const tags = await tagIds(client, options.tag ?? [])
      const made = await client.call('createAssessmentProfile', {
        body: { name, scanEveryS: options.every ?? 0, tags },
      })
      context.printer(options.json === true).result(made, () => made.id)
    })
  assessment
    .command('edit <id>')
    .description('Change one; what is not given stays')
    .option('--name <name>', 'its name')
    .option('--every <interval>', 'such as 4h', interval)
    .option('--tag <tag>', 'name or id; several; replaces the tags that are there', several)
    .option('--no-tags', 'none at all')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Given) => {
      const client = await context.client()
      const body = {
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(options.every === undefined ? {} : { scanEveryS: options.every }),
        ...(options.tag !== undefined
          ? { tags: await tagIds(client, options.tag) }
          : options.tags === false
            ? { tags: [] }
            : {}),
      }
      const changed = await client.call('changeAssessmentProfile', { params: { id }, body })
      context.printer(options.json === true).result(changed, () => line(changed))
    })
  for (const action of ['enable', 'disable', 'delete'] as const) {
    assessment
      .command(`${action} <ids...>`)
      .description(`${action[0]?.toUpperCase()}${action.slice(1)} assessment profiles`)
      .option('--json', 'print JSON')
      .action(async (ids: string[], options: Json) => {
        const done = await (await context.client()).call('bulkAssessmentProfiles', { body: { ids, action } })
        sayDone(context, options.json === true, done, `${action}d`)
      })
  }
}
