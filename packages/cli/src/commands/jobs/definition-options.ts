import type { Client, JobCreate } from '@patchyard/api'
import type { JobOptions, JobPlatform, RebootRule } from '@patchyard/domain'
import { type Command, Option } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { InputFileError } from '../../session/input-file-error.ts'
import { idsOf } from '../ids-of.ts'
import { tagIds } from '../tags/tag-ids.ts'
import { type ScheduleOptions, scheduleOf, scheduleOptions, windowOf } from './schedule-option.ts'

export interface DefinitionOptions extends ScheduleOptions {
  readonly file?: string
  readonly platform?: JobPlatform
  readonly kind?: 'deployment' | 'rollback'
  readonly description?: string
  readonly asset?: readonly string[]
  readonly excludeAsset?: readonly string[]
  readonly tag?: readonly string[]
  readonly allTags?: boolean
  readonly excludeTag?: readonly string[]
  readonly excludeAllTags?: boolean
  readonly patch?: readonly string[]
  readonly patchQuery?: string
  readonly patchesOf?: string
  readonly continue?: boolean
  readonly reboot?: RebootRule
  readonly minAge?: string
  readonly atOnce?: string
  readonly bandwidth?: string
  readonly spread?: string
  readonly early?: string
}

/** Everything of a job that fits a command line; actions and messages come from a file. */
export const definitionOptions = (command: Command): Command =>
  scheduleOptions(
    command
      .option('--file <file>', 'definition as JSON, as `job show --definition` prints it; "-" is standard input')
      .addOption(new Option('--platform <platform>', 'linux without a file').choices(['linux', 'windows', 'macos']))
      .addOption(new Option('--kind <kind>', 'what it does').choices(['deployment', 'rollback']))
      .option('--description <text>', 'for people')
      .option('--asset <id...>', 'single assets; "-" reads ids from standard input, one a line')
      .option('--exclude-asset <id...>', 'assets that are left out, whatever else is said')
      .option('--tag <tag...>', 'assets with any of these tags, by name or id')
      .option('--all-tags', 'with --tag: with all of them')
      .option('--exclude-tag <tag...>', 'not those with any of these tags')
      .option('--exclude-all-tags', 'with --exclude-tag: with all of them')
      .option('--patch <id...>', 'patches; the order is the order of installation')
      .addOption(new Option('--patch-query <query>', 'patches that it finds before each run').conflicts('patch'))
      .addOption(new Option('--patches-of <job>', 'the patches of another job').conflicts(['patch', 'patchQuery'])),
  )
    .option('--continue', 'go on with other packages and patches after a failure')
    .addOption(new Option('--reboot <when>', 'when machines are rebooted').choices(['never', 'ifNeeded', 'always']))
    .option('--min-age <days>', 'not patches that are younger')
    .option('--at-once <n>', 'assets at the same time')
    .option('--bandwidth <kBs>', 'of each machine, in kB/s')
    .option('--spread <minutes>', 'downloads begin within so many minutes')
    .option('--early <minutes>', 'packages are fetched so long before the start')

type Parts = Omit<JobCreate, 'name' | 'enable'>

/** A file holds an object; what stands in it is the server's to judge. */
export async function readDefinition(context: CommandContext, file: string): Promise<Parts> {
  const text = await context.readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new InputFileError(`${file} is not JSON: ${(cause as Error).message}`, cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputFileError(`${file} holds no object`)
  return value as Parts
}

/** What options say, on top of the file. */
export async function definitionOf(
  client: Client,
  context: CommandContext,
  options: DefinitionOptions,
): Promise<Parts> {
  const file: Partial<Parts> = options.file === undefined ? {} : await readDefinition(context, options.file)
  const platform = options.platform ?? file.platform ?? 'linux'
  const schedule = scheduleOf(options)
  const window = windowOf(options, platform)
  const assets = await assetsOf(client, context, options)
  const patches = patchesOf(options)
  const changed = jobOptionsOf(options)
  return {
    ...file,
    platform,
    ...(options.kind === undefined ? {} : { kind: options.kind }),
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(Object.keys(assets).length === 0 ? {} : { assets: { ...file.assets, ...assets } }),
    ...(patches === null ? {} : { patches }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(window === undefined ? {} : { window }),
    ...(Object.keys(changed).length === 0 ? {} : { options: { ...file.options, ...changed } }),
  }
}

async function assetsOf(
  client: Client,
  context: CommandContext,
  options: DefinitionOptions,
): Promise<NonNullable<Parts['assets']>> {
  const { asset, excludeAsset, tag, excludeTag } = options
  return {
    ...(asset === undefined ? {} : { include: await idsOf(context, asset) }),
    ...(excludeAsset === undefined ? {} : { exclude: excludeAsset }),
    ...(tag === undefined ? {} : { tags: await tagIds(client, tag) }),
    ...(options.allTags === true ? { matchTags: 'all' } : {}),
    ...(excludeTag === undefined ? {} : { excludeTags: await tagIds(client, excludeTag) }),
    ...(options.excludeAllTags === true ? { matchExcludeTags: 'all' } : {}),
  }
}

function patchesOf({ patch, patchQuery, patchesOf: job }: DefinitionOptions): NonNullable<Parts['patches']> | null {
  if (patch !== undefined) return { from: 'list', patches: patch }
  if (patchQuery !== undefined) return { from: 'query', query: patchQuery }
  return job === undefined ? null : { from: 'job', job }
}

function jobOptionsOf(options: DefinitionOptions): Partial<JobOptions> {
  const number = (name: keyof JobOptions, text: string | undefined) =>
    text === undefined ? {} : { [name]: Number(text) }
  return {
    ...(options.continue === true ? { onFailure: 'continue' } : {}),
    ...(options.reboot === undefined ? {} : { reboot: options.reboot }),
    ...number('minAgeDays', options.minAge),
    ...number('atOnce', options.atOnce),
    ...number('bandwidthKBs', options.bandwidth),
    ...number('downloadSpreadMinutes', options.spread),
    ...number('earlyDownloadMinutes', options.early),
  }
}
