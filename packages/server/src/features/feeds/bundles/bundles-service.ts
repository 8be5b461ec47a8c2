import type {
  BundleKey,
  BundleKeyCreate,
  BundleOffer,
  BundleOffered,
  BundlePiece,
  Bundle as BundleView,
} from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { FeedName } from '@patchyard/feeds'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { usualInterval } from '../default-sources.ts'
import { feedStore } from '../feed-store.ts'
import type { Feeds } from '../feeds-read-model.ts'
import { type SnapshotStore, SyncError } from '../snapshot-store.ts'
import { fingerprintOf, isGoodKey, isSignedBy } from './bundle-key.ts'
import { type BundleDocument, type BundleManifest, parseManifest } from './bundle-manifest.ts'
import { type PlannedSource, planBundle } from './bundle-plan.ts'
import { type BundleKeyRow, type BundleRow, bundleStore } from './bundle-store.ts'
import { readBundle, readBundleKey } from './bundles-read-model.ts'

const DAY_MS = 86_400_000

/**
 * Bundles are brought in three steps: the signed manifest is judged before any byte of a document is taken; documents come in pieces,
 * each kept only under its own hash; then all of them are handed to the sync, which reads them like what it fetched itself.
 */
export interface BundlesService {
  trust(operator: Principal, request: BundleKeyCreate): Promise<BundleKey>
  distrust(operator: Principal, publicId: string): Promise<void>
  offer(operator: Principal, request: BundleOffer): Promise<BundleOffered>
  sendPiece(publicId: string, piece: BundlePiece): Promise<void>
  take(operator: Principal, publicId: string): Promise<BundleView>
}

export function createBundlesService(ports: {
  database: Database
  clock: Clock
  random: Random
  feeds: Feeds
  snapshots: SnapshotStore
}): BundlesService {
  const { database, clock, random, feeds, snapshots } = ports
  const now = (): Date => new Date(clock.nowMs())
  const audit = (trx: Trx, principal: Principal, action: string, object: string, detail: object): Promise<void> =>
    writeAudit(trx, { principal, action, object, detail: { ...detail }, nowMs: clock.nowMs(), subscriptionId: 0 })

  async function bring(trx: Trx, planned: PlannedSource, bundleId: number): Promise<void> {
    const { source } = planned
    const sourceId = planned.sourceId ?? (await makeSource(trx, planned))
    if (sourceId === null) throw new Error(`the source of ${source.feed} could not be made`)
    for (const document of planned.documents) {
      const wanted = {
        ...{ part: document.part, document: document.document, publishedUrl: document.publishedUrl },
        url: source.addresses[document.part] ?? document.publishedUrl,
        ...{ isRoot: document.isRoot, options: document.options, expectedSha256: '', expectedBytes: null },
        changedAtMs: document.changedAt === null ? null : Date.parse(document.changedAt),
      }
      // Of a clock that is ahead of ours: what is fetched later must not be older than it.
      const fetchedAt = new Date(Math.min(Date.parse(document.fetchedAt), clock.nowMs()))
      const bytes = { sha256: document.sha256, size: document.bytes, fetchedAt, bundleId }
      await feedStore.bring(trx, sourceId, wanted, bytes)
    }
  }

  /** Switched off: what was brought by hand is not fetched until somebody says so. */
  const makeSource = (trx: Trx, { source }: PlannedSource): Promise<number | null> =>
    feedStore.insertSource(trx, {
      ...{ publicId: random.uuid(), feed: source.feed as FeedName, title: source.title, isDefault: false },
      ...{ enabled: false, options: source.options, addresses: source.addresses },
      ...{ intervalS: usualInterval(source.feed as FeedName), now: now(), nextAt: now() },
    })

  async function stillWanted(
    document: BundleDocument,
    bundle: string,
  ): Promise<{ sha256: string; offset: number } | null> {
    const { sha256 } = document
    if (await snapshots.has(sha256)) return null
    return { sha256, offset: await snapshots.pieceSize(uploadOf(bundle, sha256)) }
  }

  return {
    async trust(operator, request) {
      if (!isGoodKey(request.key))
        throw new Problem('malformed', { field: '/key', detail: 'is not the key of anybody' })
      const publicId = random.uuid()
      return database.asOperator(async trx => {
        const name = request.name.normalize('NFC')
        if (!(await bundleStore.insertKey(trx, { publicId, name, key: request.key, now: now() })))
          throw new Problem('conflict', { detail: 'the key is trusted already' })
        await audit(trx, operator, 'bundleKey.trust', `bundleKey:${publicId}`, { after: { name, key: request.key } })
        const made = await readBundleKey(trx, publicId)
        if (made === null) throw new Problem('not_found')
        return made
      })
    },

    async distrust(operator, publicId) {
      await database.asOperator(async trx => {
        const key = await bundleStore.deleteKey(trx, publicId)
        if (key === null) throw new Problem('not_found')
        const before = { name: key.name, key: key.key }
        await audit(trx, operator, 'bundleKey.distrust', `bundleKey:${publicId}`, { before })
      })
    },

    async offer(operator, request) {
      if (!isSignedBy(request.key, request.manifest, request.signature)) throw new Problem('bundle_signature')
      const publicId = random.uuid()
      const { planned, skipped, view } = await database.asOperator(async trx => {
        const key = await bundleStore.lockKey(trx, request.key)
        if (key === null) throw unknownKey(request.key)
        const manifest = parseManifest(request.manifest)
        refuseByTime(manifest, key, clock.nowMs())
        const plan = await planBundle(trx, feeds, manifest)
        if (plan.planned.length === 0)
          throw new Problem('bundle_older', { detail: 'all of its documents are here, or newer ones' })
        await bundleStore.abandonOld(trx, now())
        const documents = plan.planned.reduce((sum, one) => sum + one.documents.length, 0)
        const madeAt = new Date(manifest.madeAt)
        const row = { publicId, keyId: key.id, manifest: request.manifest, documents, madeAt, now: now() }
        await bundleStore.insert(trx, row)
        const detail = { madeAt: manifest.madeAt, key: request.key, documents }
        await audit(trx, operator, 'bundle.offer', `bundle:${publicId}`, detail)
        return { ...plan, view: await shown(trx, publicId) }
      })
      const wanted = []
      for (const document of unique(planned.flatMap(one => one.documents))) {
        const one = await stillWanted(document, publicId)
        if (one !== null) wanted.push(one)
      }
      return { bundle: view, wanted, skipped }
    },

    async sendPiece(publicId, piece) {
      const { sha256, offset } = piece
      const known = await database.asOperator(trx => bundleStore.documentOf(trx, publicId, sha256), { readOnly: true })
      if (known === null) throw new Problem('not_found')
      if (known.state !== 'open') throw new Problem('conflict', { detail: 'the bundle is no longer open' })
      if (known.bytes === null) throw new Problem('bundle_hash', { detail: 'the manifest names no such document' })
      const bytes = Buffer.from(piece.data, 'base64')
      if (offset + bytes.length > known.bytes)
        throw new Problem('bundle_hash', { detail: `it is longer than ${known.bytes} bytes` })
      const upload = uploadOf(publicId, sha256)
      try {
        await snapshots.addPiece(upload, offset, bytes)
      } catch (error) {
        if (error instanceof SyncError) throw new Problem('feeds_disk_full', { detail: error.message }, error)
        if (error instanceof RangeError) throw new Problem('conflict', { detail: error.message }, error)
        throw error
      }
      if (offset + bytes.length < known.bytes) return
      if (!(await snapshots.adopt(upload, sha256))) throw new Problem('bundle_hash')
    },

    async take(operator, publicId) {
      return database.asOperator(async trx => {
        const bundle = await bundleStore.lock(trx, publicId)
        if (bundle === null) throw new Problem('not_found')
        if (bundle.state !== 'open') throw new Problem('conflict', { detail: 'the bundle is no longer open' })
        const key = await bundleStore.lockKeyOf(trx, bundle.key_id)
        refuseByTime(bundle.manifest, key, clock.nowMs())
        // Anew: something may have been fetched, or brought, while it was sent.
        const { planned } = await planBundle(trx, feeds, bundle.manifest)
        await refuseMissing(planned)
        for (const one of planned) await bring(trx, one, bundle.id)
        await bundleStore.setTaken(trx, bundle.id, now())
        await bundleStore.setLastMadeAt(trx, key.id, bundle.made_at)
        await audit(trx, operator, 'bundle.take', `bundle:${publicId}`, detailOf(bundle, planned))
        return shown(trx, publicId)
      })
    },
  }

  async function refuseMissing(planned: readonly PlannedSource[]): Promise<void> {
    for (const { documents } of planned) {
      for (const { sha256, part } of documents) {
        if (!(await snapshots.has(sha256))) throw new Problem('conflict', { detail: `${part} was not sent` })
      }
    }
  }
}

async function shown(trx: Trx, publicId: string): Promise<BundleView> {
  const view = await readBundle(trx, publicId)
  if (view === null) throw new Problem('not_found')
  return view
}

const uploadOf = (bundle: string, sha256: string): string => `${bundle}-${sha256}`

const unique = (documents: readonly BundleDocument[]): BundleDocument[] => [
  ...new Map(documents.map(one => [one.sha256, one])).values(),
]

function unknownKey(key: string): Problem {
  const fingerprint = fingerprintOf(key)
  return new Problem('bundle_key_unknown', { detail: `key ${key}, fingerprint ${fingerprint}`, key, fingerprint })
}

/** S7.9: neither what stands still (freeze) nor what goes back (rollback), however well it is signed. */
function refuseByTime(manifest: BundleManifest, key: BundleKeyRow, nowMs: number): void {
  const [madeAtMs, expiresAtMs] = [Date.parse(manifest.madeAt), Date.parse(manifest.expiresAt)]
  if (expiresAtMs <= nowMs) throw new Problem('bundle_expired', { detail: `it was good until ${manifest.expiresAt}` })
  if (madeAtMs > nowMs + DAY_MS) throw new Problem('bundle_future', { detail: `it was made at ${manifest.madeAt}` })
  if (key.last_made_at !== null && madeAtMs <= key.last_made_at.getTime()) {
    const last = key.last_made_at.toISOString()
    throw new Problem('bundle_older', {
      detail: `it was made at ${manifest.madeAt}, and the last one taken at ${last}`,
    })
  }
}

function detailOf(bundle: BundleRow, planned: readonly PlannedSource[]) {
  return {
    madeAt: bundle.made_at.toISOString(),
    feeds: Object.fromEntries(planned.map(({ source, documents }) => [source.feed, documents.length])),
  }
}
