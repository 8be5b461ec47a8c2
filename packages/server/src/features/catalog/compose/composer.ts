import type { Clock, Random } from '@patchyard/domain'
import {
  type ComposedPatch,
  composePatch,
  composeTrack,
  composeVulnerability,
  type FactBody,
  readTrack,
  saidOfSigned,
  signedKernelsOf,
  trackOf,
  unsignedKernelOf,
} from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Database, Trx } from '../../../database/database.ts'
import { lockAlone } from '../../../database/subscription-lock.ts'
import { withCatalog } from '../../../database/wall.ts'
import { workOutRisk, writeCves } from './cve-rows-store.ts'
import { addDue, claimDue, countDue, factsAbout } from './due-store.ts'
import { replaceLifecycles } from './lifecycle-store.ts'
import { writePatches } from './patch-rows-store.ts'
import { noteModules } from '../match/module-builds.ts'
import { rebuildSupersedence } from './rebuild-supersedence.ts'
import { readPlaces, supersedeAdvisories, supersedeTracks } from './supersedence-store.ts'

const BATCH = 500
const STATEMENT_MS = 600_000

export interface Composer {
  /**
   * Composes everything that is due, batch by batch, each in a transaction of its own: a crash leaves the rest due. Several processes
   * share the work. Returns how many subjects that were.
   */
  composeDue(): Promise<number>
  /** How many subjects wait. */
  due(): Promise<number>
}

export function createComposer({
  database,
  clock,
  random,
}: {
  database: Database
  clock: Clock
  random: Random
}): Composer {
  const inCatalog = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
    database.asOperator(
      async trx => {
        await withCatalog(trx)
        // Changes become visible in the order of their numbers: who has followed up to one has seen all before it.
        await lockAlone(trx, 'catalog')
        return work(trx)
      },
      { statementTimeoutMs: STATEMENT_MS },
    )

  async function all(step: (trx: Trx) => Promise<number>): Promise<number> {
    for (let done = 0; ; ) {
      const n = await inCatalog(step)
      done += n
      if (n === 0) return done
    }
  }

  return {
    async composeDue() {
      // CVEs first: patches take their risk from them.
      const cves = await all(composeCves)
      const lifecycles = await all(composeLifecycles)
      const tracks = await all(trx => composeTracks(trx, clock.nowMs(), random))
      const patches = await all(trx => composeListed(trx, clock.nowMs(), random))
      const edges = await inCatalog(followEdges)
      // After the patches: those that came with the same reading are among them.
      const modules = await all(followModules)
      return cves + lifecycles + tracks + patches + edges + modules + (await all(forgetPackageFixes))
    },
    due: () => database.asOperator(countDue),
  }
}

async function composeCves(trx: Trx): Promise<number> {
  const subjects = await claimDue(trx, 'vulnerability', BATCH)
  if (subjects.length === 0) return 0
  const facts = await factsAbout(trx, 'vulnerability', subjects)
  await writeCves(
    trx,
    subjects.map(cve =>
      composeVulnerability(
        cve,
        (facts.get(cve) ?? []).filter(fact => fact.kind === 'vulnerability'),
      ),
    ),
  )
  return subjects.length
}

async function composeLifecycles(trx: Trx): Promise<number> {
  const subjects = await claimDue(trx, 'lifecycle', BATCH)
  if (subjects.length === 0) return 0
  const facts = await factsAbout(trx, 'lifecycle', subjects)
  const releases = [...facts.values()].flat().filter(fact => fact.kind === 'lifecycle')
  await replaceLifecycles(trx, subjects, releases)
  return subjects.length
}

async function composeTracks(trx: Trx, nowMs: number, random: Random): Promise<number> {
  const claimed = await claimDue(trx, 'track', BATCH)
  if (claimed.length === 0) return 0
  const subjects = [...new Set(claimed.flatMap(subject => [subject, ...signedOf(subject)]))]
  const tracks = subjects.map(subject => ({
    subject,
    track: readTrack(subject),
    unsigned: unsignedKernelOf(readTrack(subject)),
  }))
  const unsignedSubject = (of: (typeof tracks)[number]): string =>
    of.unsigned === null ? '' : trackOf(of.unsigned.distro, of.unsigned.release, of.unsigned.source)
  const facts = await factsAbout(trx, 'track', [...new Set([...subjects, ...tracks.map(unsignedSubject)])])
  const composed = tracks.flatMap(one => {
    const said: readonly FactBody[] =
      one.unsigned === null ? [] : saidOfSigned(facts.get(unsignedSubject(one)) ?? [], one.track.source)
    return composeTrack(one.track, [...(facts.get(one.subject) ?? []), ...said])
  })
  await write(trx, composed, nowMs, random)
  await deprecateAbsent(trx, 'track', subjects, composed, nowMs)
  await supersedeTracks(trx, subjects)
  return claimed.length
}

/** What is said of `linux` is said of the signed kernels, too. */
const signedOf = (subject: string): string[] =>
  signedKernelsOf(readTrack(subject)).map(({ distro, release, source }) => trackOf(distro, release, source))

async function composeListed(trx: Trx, nowMs: number, random: Random): Promise<number> {
  const subjects = await claimDue(trx, 'patch', BATCH)
  if (subjects.length === 0) return 0
  const facts = await factsAbout(trx, 'patch', subjects)
  const composed = subjects.flatMap(key => composePatch(key, facts.get(key) ?? []) ?? [])
  const places = await readPlaces(trx, subjects)
  const ids = await write(trx, composed, nowMs, random)
  const gone = await deprecateAbsent(trx, 'key', subjects, composed, nowMs)
  const changed = new Set([...ids, ...gone])
  // Those that it replaced are judged anew, too, when it is withdrawn or no longer is what it was.
  const left = places.filter(place => changed.has(place.id))
  const tracks = composed.flatMap(patch => (patch.versionScheme === null ? [] : [patch.track]))
  await supersedeTracks(trx, [...new Set([...tracks, ...left.flatMap(place => place.track ?? [])])])
  await supersedeAdvisories(
    trx,
    ids,
    left.flatMap(place => place.packages),
  )
  await addDue(trx, 'supersedes', [ALL_EDGES])
  return subjects.length
}

async function write(trx: Trx, patches: readonly ComposedPatch[], nowMs: number, random: Random): Promise<number[]> {
  const ids = await writePatches(trx, patches, nowMs, random)
  await workOutRisk(trx, ids)
  return ids
}

/** What no source names any more is not offered any more; findings and jobs that name it keep their patch. */
async function deprecateAbsent(
  trx: Trx,
  by: 'track' | 'key',
  subjects: readonly string[],
  composed: readonly ComposedPatch[],
  nowMs: number,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with gone as (
      update patch p set deprecated_at = ${new Date(nowMs)}, deprecated_because = 'no source names it any more', composed_hash = null
       where p.subscription_id = 0 and p.deprecated_at is null
         and ${sql.ref(`p.${by}`)} = any(${[...subjects]}::text[]) and p.key <> all(${composed.map(patch => patch.key)}::text[])
      returning p.id
    )
    insert into catalog_change (patch_id) select id from gone order by id returning patch_id as id`.execute(trx)
  return rows.map(row => row.id)
}

/** No key of a patch: a patch has changed, and edges that are worked out of patches with it. */
const ALL_EDGES = '*'

/** Edges are worked out together, in the end; in the transaction that forgets what they are due for. */
async function followEdges(trx: Trx): Promise<number> {
  let edges = 0
  for (let n = -1; n !== 0; edges += n) n = (await claimDue(trx, 'supersedes', 50_000)).length
  if (edges > 0) await rebuildSupersedence(trx)
  return edges
}

/** Builds of modules are read where assets are judged; that they are others now is a change of the patches that they decide about. */
async function followModules(trx: Trx): Promise<number> {
  const systems = await claimDue(trx, 'module', BATCH)
  if (systems.length > 0) await noteModules(trx, systems)
  return systems.length
}

/** What distributions say of packages is read where it is asked for: nothing follows of it beforehand. */
async function forgetPackageFixes(trx: Trx): Promise<number> {
  return (await claimDue(trx, 'packageFix', 50_000)).length
}
