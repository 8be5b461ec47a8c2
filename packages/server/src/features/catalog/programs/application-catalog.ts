import {
  type ApplicationIndex,
  type ApplicationPatch,
  followingIndex,
  type MacosPatch,
  type WindowsPatch,
} from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { newestChange } from '../match/fix-indices.ts'

/** What of the catalog is compared with programs, and with the builds of Windows and macOS. */
export interface ApplicationCatalog {
  /** The change of these patches up to which it holds, 1 at least: 0 is older than every state. */
  readonly seq: number
  readonly index: ApplicationIndex
  readonly macos: readonly OsPatch<MacosPatch>[]
  /** By product, as `windowsProductName` gives it. */
  windowsOf(product: string): readonly OsPatch<WindowsPatch>[]
}

/** Ids are the catalog's own. */
export type OsPatch<P> = P & { readonly id: number }
export const idOfPatch = (patch: ApplicationPatch): number => (patch as ApplicationPatch & { readonly id: number }).id

/** As for the fixes of packages (match/fix-indices.ts). */
const REST_MS = 2000
/** Rows read at a time: what else the process has to do comes in between. */
const PAGE = 5000

/**
 * Kept in memory and following the catalog track by track: 300,000 versions of applications take some 300 MB and are read once, when the
 * first program is judged. An asset that was judged by an older state is judged again when its subscription follows the change.
 */
export function createApplicationCatalog() {
  const following = followingIndex()
  /** Patches of Windows and macOS themselves, by track. */
  const windows = new Map<string, readonly OsPatch<WindowsPatch>[]>()
  const macos = new Map<string, readonly OsPatch<MacosPatch>[]>()
  let byProduct: ReadonlyMap<string, readonly OsPatch<WindowsPatch>[]> = new Map()
  let allMacos: readonly OsPatch<MacosPatch>[] = []
  /** Up to which change everything was read; null: nothing yet. */
  let read: number | null = null
  let seq = 1
  let readAtMs = 0
  let reading: Promise<void> = Promise.resolve()

  const catalog: ApplicationCatalog = {
    get seq() {
      return seq
    },
    index: following.index,
    get macos() {
      return allMacos
    },
    windowsOf: product => byProduct.get(product) ?? [],
  }

  async function catchUp(trx: Trx, nowMs: number): Promise<void> {
    const newest = await newestChange(trx)
    if (newest !== read) {
      if (read === null) {
        for await (const [track, rows] of tracksIn(trx, null)) put(track, rows)
        seq = Math.max(seq, newest)
      } else {
        const { tracks, last } = await changedTracks(trx, read, newest)
        const left = new Set(tracks)
        for await (const [track, rows] of tracksIn(trx, tracks)) {
          put(track, rows)
          left.delete(track)
        }
        for (const track of left) put(track, [])
        seq = Math.max(seq, last)
      }
      byProduct = Map.groupBy([...windows.values()].flat(), patch => patch.detection.product)
      allMacos = [...macos.values()].flat()
      read = newest
    }
    readAtMs = nowMs
  }

  function put(track: string, rows: readonly PatchRow[]): void {
    following.replace(track, rows.flatMap(applicationOf))
    keep(windows, track, rows.flatMap(windowsPatchOf))
    keep(macos, track, rows.flatMap(macosPatchOf))
  }

  return {
    /** `fresh`: as the catalog is in this transaction, not as it was seconds ago. */
    async of(trx: Trx, nowMs: number, fresh: boolean): Promise<ApplicationCatalog> {
      if (!fresh && read !== null && Math.abs(nowMs - readAtMs) < REST_MS) return catalog
      // One reader at a time; whoever waited looks again with its own transaction, for the other's may have failed.
      const own = reading.then(() => catchUp(trx, nowMs))
      reading = own.catch(() => undefined)
      await own
      return catalog
    },
  }
}

export type ApplicationCatalogs = ReturnType<typeof createApplicationCatalog>

interface PatchRow {
  readonly id: number
  readonly key: string
  readonly track: string
  readonly version: string
  readonly deprecated_because: string | null
  readonly detection: { readonly kind: string } | null
}

async function changedTracks(trx: Trx, after: number, upTo: number): Promise<{ tracks: string[]; last: number }> {
  const { rows } = await sql<{ track: string; last: number }>`
    select p.track, max(c.seq) as last from catalog_change c join patch p on p.id = c.patch_id
     where c.seq > ${after} and c.seq <= ${upTo} and p.subscription_id = 0 and p.platform in ('windows', 'macos')
     group by p.track`.execute(trx)
  return { tracks: rows.map(row => row.track), last: Math.max(0, ...rows.map(row => row.last)) }
}

/** Patches of these tracks (null: of all), track by track. */
async function* tracksIn(trx: Trx, tracks: readonly string[] | null): AsyncGenerator<[string, readonly PatchRow[]]> {
  const among = tracks === null ? sql<boolean>`true` : sql<boolean>`p.track = any(${[...tracks]}::text[])`
  let after: readonly [string, number] = ['', 0]
  let open: PatchRow[] = []
  for (;;) {
    const { rows } = await sql<PatchRow>`
      select p.id, p.key, p.track, p.version, d.detail -> 'detection' as detection,
             case when p.deprecated_at is not null then p.deprecated_because end as deprecated_because
        from patch p join patch_detail d on d.patch_id = p.id and d.subscription_id = 0
       where p.subscription_id = 0 and p.platform in ('windows', 'macos') and ${among}
         and (p.track, p.id) > (${after[0]}, ${after[1]})
       order by p.track, p.id limit ${PAGE}`.execute(trx)
    for (const row of rows) {
      const [first] = open
      if (first !== undefined && first.track !== row.track) {
        yield [first.track, open]
        open = []
      }
      open.push(row)
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) break
    after = [last.track, last.id]
  }
  const [first] = open
  if (first !== undefined) yield [first.track, open]
}

function applicationOf({ id, key, track, version, deprecated_because: reason, detection }: PatchRow) {
  if (detection?.kind !== 'windowsApplication' && detection?.kind !== 'macApplication') return []
  const deprecated = reason === null ? null : { reason }
  return [{ id, key, track, version, deprecated, detection: detection as ApplicationPatch['detection'] }]
}

function windowsPatchOf({ id, deprecated_because: reason, detection }: PatchRow): OsPatch<WindowsPatch>[] {
  if (detection?.kind !== 'windowsBuild' || reason !== null) return []
  return [{ id, detection: detection as WindowsPatch['detection'] }]
}

function macosPatchOf({ id, key, version, deprecated_because: reason, detection }: PatchRow): OsPatch<MacosPatch>[] {
  if (detection?.kind !== 'macosBuild' || reason !== null) return []
  return [{ id, key, version, detection: detection as MacosPatch['detection'] }]
}

function keep<P>(map: Map<string, readonly P[]>, track: string, patches: readonly P[]): void {
  if (patches.length === 0) map.delete(track)
  else map.set(track, patches)
}
