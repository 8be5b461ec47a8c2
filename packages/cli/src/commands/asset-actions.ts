import type { AssetPick, AssetsDone } from '@patchyard/api'
import { type Command, InvalidArgumentError } from 'commander'
import type { CommandContext } from '../session/command-context.ts'
import { idsOf } from './ids-of.ts'

interface Picking {
  readonly query?: string
  readonly having?: string
  readonly count?: number
  readonly json?: boolean
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** What is done to one or many assets: named by ids, or by a query with the number that is meant. */
export function addAssetActions(asset: Command, context: CommandContext): void {
  const many = (verb: string, description: string): Command =>
    asset
      .command(`${verb} [ids...]`)
      .description(description)
      .option('--query <query>', 'in place of ids: the assets that this finds')
      .option('--having <query>', 'second query, about their patches')
      .option('--count <n>', 'with --query: how many you mean; with another number nothing happens', wholeNumber)
      .option('--json', 'print JSON')
  const pick = async (ids: readonly string[], { query, having, count }: Picking): Promise<AssetPick> => {
    const named = await idsOf(context, ids)
    return {
      ...(named.length === 0 ? {} : { ids: named }),
      ...(query === undefined ? {} : { query }),
      ...(having === undefined ? {} : { having }),
      ...(count === undefined ? {} : { count }),
    }
  }
  const said = (done: AssetsDone, what: string, { json }: Picking): void =>
    context.printer(json === true).result(done, () => {
      const already = done.matched - done.changed - done.skipped
      return [
        `${done.changed} ${done.changed === 1 ? 'asset' : 'assets'} ${what}`,
        ...(already > 0 ? [`${already} already so`] : []),
        ...(done.skipped > 0 ? [`${done.skipped} not possible: the agent is not active`] : []),
      ].join(', ')
    })

  many('activate', 'Activate patching').action(async (ids: string[], options: Picking) => {
    const client = await context.client()
    said(await client.call('activateAssets', { body: await pick(ids, options) }), 'activated', options)
  })
  many('deactivate', 'Deactivate patching: the agents stay, the assets leave the list and hold no licence').action(
    async (ids: string[], options: Picking) => {
      const client = await context.client()
      said(await client.call('deactivateAssets', { body: await pick(ids, options) }), 'deactivated', options)
    },
  )
  many('pause', 'Scan, but do not target, until a date')
    .requiredOption('--until <instant>', 'for example 2027-01-06 or 2027-01-06T08:00:00Z', instant)
    .requiredOption('--reason <text>', 'shown with the asset')
    .action(async (ids: string[], options: Picking & { until: string; reason: string }) => {
      const client = await context.client()
      const body = { ...(await pick(ids, options)), until: options.until, reason: options.reason }
      said(await client.call('pauseAssets', { body }), `paused until ${options.until}`, options)
    })
  many('resume', 'End a pause before its date').action(async (ids: string[], options: Picking) => {
    const client = await context.client()
    said(await client.call('resumeAssets', { body: await pick(ids, options) }), 'resumed', options)
  })
  many('remove', 'Remove assets and their data; without --yes only what that would touch')
    .option('--yes', 'do it: their agents are revoked for ever')
    .action(async (ids: string[], options: Picking & { yes?: boolean }) => {
      const client = await context.client()
      const body = await pick(ids, options)
      if (options.yes === true) {
        said(await client.call('removeAssets', { body }), 'removed', options)
        return
      }
      const touched = await client.call('previewRemoval', { body })
      const more = touched.assets - touched.names.length
      context
        .printer(options.json === true)
        .result(touched, () =>
          [
            `would remove ${touched.assets}: ${touched.names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
            `${counted(touched.openTasks, 'open task ends', 'open tasks end')}, ${counted(touched.jobs, 'job keeps', 'jobs keep')} the names in their history,`,
            `${counted(touched.missing, 'missing patch is', 'missing patches are')} forgotten, ${counted(touched.licensed, 'licence becomes', 'licences become')} free`,
            'nothing has happened; --yes does it',
          ].join('\n'),
        )
    })
  many('scan', 'Ask assets for a scan now')
    .option('--wait', 'for one asset: until the scan has arrived')
    .action(async (ids: string[], options: Picking & { wait?: boolean }) => {
      const [id] = ids
      if (options.wait === true && ids.length === 1 && id !== undefined && id !== '-') {
        await scanAndWait(context, id, options.json === true)
        return
      }
      const client = await context.client()
      said(await client.call('scanAssets', { body: await pick(ids, options) }), 'asked for a scan', options)
    })
}

async function scanAndWait(context: CommandContext, id: string, json: boolean): Promise<void> {
  const client = await context.client()
  const before = await client.call('getAsset', { params: { id } })
  await client.call('scanAsset', { params: { id } })
  const printer = context.printer(json)
  let now = before
  while (now.scanDateTime === before.scanDateTime) {
    printer.progress(`waiting for ${before.name} …`)
    await context.clock.sleep(1000)
    now = await client.call('getAsset', { params: { id } })
  }
  printer.progress(null)
  printer.result(now, () => `${now.name}: ${now.missingPatchCount} missing`)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('not a whole number')
  return Number(text)
}

/** A date means its beginning in UTC. */
function instant(text: string): string {
  const ms = /^\d{4}-\d\d-\d\d(T\S+)?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new InvalidArgumentError('not a date such as 2027-01-06 or 2027-01-06T08:00:00Z')
  return new Date(ms).toISOString()
}
