import type { AssetPause, AssetPick, AssetRemoval, AssetsDone, AssetSettings } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { noticeAssets } from '../../storage/page-notices.ts'
import { activationStore, createPgLineStore } from '../../storage/pg-stores.ts'
import { type AuditActor, writeAudit } from '../audit/audit-service.ts'
import type { AssetChange } from '../../storage/ports/asset-changes.ts'
import { countListed } from '../findings/listed-counts-service.ts'
import type { LicencePort } from '../licences/licence-assignment-service.ts'
import { assetSettingsStore } from './asset-settings-store.ts'
import { assetStandingStore } from './asset-standing-store.ts'
import { type NamedAsset, type PickedAsset, pickAssets, readSilent } from './pick-assets.ts'
import { readRemoval, removeAssets } from './remove-assets.ts'

type ByWhom = { readonly principal: Principal } | { readonly actor: AuditActor }

export interface AssetActionsService {
  scan(principal: Principal, pick: AssetPick): Promise<AssetsDone>
  activate(principal: Principal, pick: AssetPick): Promise<AssetsDone>
  deactivate(principal: Principal, pick: AssetPick): Promise<AssetsDone>
  pause(principal: Principal, request: AssetPause): Promise<AssetsDone>
  resume(principal: Principal, pick: AssetPick): Promise<AssetsDone>
  previewRemoval(principal: Principal, pick: AssetPick): Promise<AssetRemoval>
  remove(principal: Principal, pick: AssetPick): Promise<AssetsDone>
  readSettings(principal: Principal): Promise<AssetSettings>
  setSettings(principal: Principal, settings: AssetSettings): Promise<AssetSettings>
  /** Removes assets whose agents have been silent for longer than the subscription says. */
  removeSilent(subscriptionId: number): Promise<void>
}

// A pause is not a way to forget an asset: it ends some day.
const LONGEST_PAUSE_MS = 5 * 366 * 86_400_000
const DAY_MS = 86_400_000
/** Removing takes a transaction for each of so many assets. */
const REMOVED_AT_ONCE = 200

export function createAssetActionsService(ports: {
  database: Database
  clock: Clock
  licences: LicencePort
  /** Rules find none that is not in the list of assets. */
  tags: {
    begin(trx: Trx): Promise<void>
    assetsChanged(
      trx: Trx,
      subscriptionId: number,
      assetIds: readonly number[],
      changes: ReadonlySet<AssetChange>,
    ): Promise<void>
  }
  onWork: (subscriptionId: number, assetIds: readonly number[]) => void
  /** Assets that nothing may be done to any more: what was planned for them is cancelled. */
  onUntargeted: (subscriptionId: number) => Promise<void>
  onRunTouched: (subscriptionId: number, runId: number) => Promise<void>
}): AssetActionsService {
  const { database, clock, licences, tags } = ports

  /** Switches patching of assets on or off, and lets tags and licences follow. */
  async function setActivated(principal: Principal, pick: AssetPick, on: boolean): Promise<AssetsDone> {
    const { subscriptionId } = principal
    const action = on ? 'asset.activate' : 'asset.deactivate'
    const made = await act(principal, pick, action, async (trx, eligible, now) => {
      await activationStore.lockAll(trx, idsOf(eligible))
      if (!on) await countListed(trx, idsOf(eligible), -1)
      const ids = await activationStore.setDeactivated(trx, idsOf(eligible), on ? null : now)
      if (on) await countListed(trx, ids, 1)
      if (on) await assetStandingStore.activate(trx, ids, now)
      await licences.reassign(trx, ids)
      await tags.assetsChanged(trx, subscriptionId, ids, new Set(['activation']))
      return ids
    })
    if (!on) await ports.onUntargeted(subscriptionId)
    return done(made)
  }

  /** Picks, does, audits, in one transaction. `work` says which of the eligible ones changed. */
  async function act(
    principal: Principal,
    pick: AssetPick,
    action: string,
    work: (trx: Trx, eligible: readonly PickedAsset[], now: Date) => Promise<readonly number[]>,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<AssetsDone & { readonly changedIds: readonly number[] }> {
    const nowMs = clock.nowMs()
    return database.inSubscription(principal.subscriptionId, async trx => {
      await tags.begin(trx)
      const picked = await pickAssets(trx, principal, pick, nowMs)
      const eligible = picked.filter(asset => asset.standing === 'active' || asset.standing === 'quarantined')
      const changedIds = eligible.length === 0 ? [] : await work(trx, eligible, new Date(nowMs))
      await auditAssets(trx, { principal }, action, picked, changedIds, { ...queryOf(pick), ...detail }, nowMs)
      await tell(trx, principal.subscriptionId, changedIds)
      return {
        matched: picked.length,
        changed: changedIds.length,
        skipped: picked.length - eligible.length,
        changedIds,
      }
    })
  }

  const done = ({ matched, changed, skipped }: AssetsDone): AssetsDone => ({ matched, changed, skipped })

  async function removeNow(
    trx: Trx,
    subscriptionId: number,
    by: ByWhom,
    assets: readonly NamedAsset[],
    detail: Readonly<Record<string, unknown>>,
  ): Promise<readonly number[]> {
    const nowMs = clock.nowMs()
    const ids = assets.map(asset => asset.assetId)
    await tell(trx, subscriptionId, ids)
    const runIds = await removeAssets(trx, ids, nowMs)
    await licences.reassign(trx, ids)
    await auditAssets(trx, by, 'asset.remove', assets, ids, detail, nowMs)
    return runIds
  }

  return {
    async scan(principal, pick) {
      const made = await act(principal, pick, 'asset.scan', async (trx, eligible, now) => {
        const ids = eligible.filter(one => one.standing === 'active' && !one.isDeactivated).map(one => one.assetId)
        await createPgLineStore(trx).setScanAfter(ids, now.getTime())
        return ids
      })
      ports.onWork(principal.subscriptionId, made.changedIds)
      return { ...done(made), skipped: made.matched - made.changed }
    },

    activate: (principal, pick) => setActivated(principal, pick, true),
    deactivate: (principal, pick) => setActivated(principal, pick, false),

    async pause(principal, { until, reason, ...pick }) {
      const end = new Date(until)
      const nowMs = clock.nowMs()
      if (end.getTime() <= nowMs || end.getTime() > nowMs + LONGEST_PAUSE_MS) {
        throw new Problem('malformed', { field: '/until', detail: 'a pause ends in the future, within five years' })
      }
      const why = reason.normalize('NFC').trim()
      const made = await act(
        principal,
        pick,
        'asset.pause',
        (trx, eligible) => assetStandingStore.pause(trx, idsOf(eligible), end, why),
        { until: end.toISOString(), reason: why },
      )
      await ports.onUntargeted(principal.subscriptionId)
      return done(made)
    },

    async resume(principal, pick) {
      return done(
        await act(principal, pick, 'asset.resume', (trx, eligible, now) =>
          assetStandingStore.resume(trx, idsOf(eligible), now),
        ),
      )
    },

    previewRemoval: (principal, pick) =>
      database.inSubscription(principal.subscriptionId, async trx =>
        readRemoval(trx, await pickAssets(trx, principal, pick, clock.nowMs())),
      ),

    async remove(principal, pick) {
      const { subscriptionId } = principal
      const made = await database.inSubscription(subscriptionId, async trx => {
        await tags.begin(trx)
        const picked = await pickAssets(trx, principal, pick, clock.nowMs())
        const runIds = await removeNow(trx, subscriptionId, { principal }, picked, queryOf(pick))
        return { runIds, count: picked.length }
      })
      for (const runId of made.runIds) await ports.onRunTouched(subscriptionId, runId)
      return { matched: made.count, changed: made.count, skipped: 0 }
    },

    readSettings: ({ subscriptionId }) =>
      database.inSubscription(subscriptionId, assetSettingsStore.read, { readOnly: true }),

    async setSettings(principal, settings) {
      const { staleAfterDays, removeAfterDays } = settings
      if (removeAfterDays !== null && removeAfterDays <= staleAfterDays) {
        throw new Problem('malformed', {
          field: '/removeAfterDays',
          detail: 'an asset is stale for a while before it is removed: more days than staleAfterDays, or null',
        })
      }
      return database.inSubscription(principal.subscriptionId, async trx => {
        const before = await assetSettingsStore.read(trx)
        await assetSettingsStore.write(trx, settings)
        const detail = { before, after: settings }
        await writeAudit(trx, {
          principal,
          action: 'settings.assets',
          object: 'settings:assets',
          detail,
          nowMs: clock.nowMs(),
        })
        return settings
      })
    },

    async removeSilent(subscriptionId) {
      for (;;) {
        const made = await database.inSubscription(subscriptionId, async trx => {
          await tags.begin(trx)
          const { removeAfterDays } = await assetSettingsStore.read(trx)
          if (removeAfterDays === null) return null
          const silentSince = new Date(clock.nowMs() - removeAfterDays * DAY_MS)
          const silent = await readSilent(trx, silentSince, REMOVED_AT_ONCE)
          if (silent.length === 0) return null
          const detail = { silentForDays: removeAfterDays }
          return removeNow(trx, subscriptionId, { actor: { system: 'clock' } }, silent, detail)
        })
        if (made === null) return
        for (const runId of made) await ports.onRunTouched(subscriptionId, runId)
      }
    },
  }
}

const idsOf = (assets: readonly PickedAsset[]): number[] => assets.map(asset => asset.assetId)

const queryOf = ({ query, having, status, count }: AssetPick): Readonly<Record<string, unknown>> =>
  query === undefined
    ? {}
    : { query, ...(having === undefined ? {} : { having }), ...(status ? { status } : {}), count }

// So many have a row each, which is found under the asset; more are one row with all their ids.
const ROWS_EACH = 100

async function auditAssets(
  trx: Trx,
  by: ByWhom,
  action: string,
  picked: readonly NamedAsset[],
  changedIds: readonly number[],
  detail: Readonly<Record<string, unknown>>,
  nowMs: number,
): Promise<void> {
  const changed = new Set(changedIds)
  const assets = picked.filter(asset => changed.has(asset.assetId))
  if (assets.length === 0) return
  if (assets.length <= ROWS_EACH) {
    for (const { publicId, name } of assets) {
      await writeAudit(trx, { ...by, action, object: `asset:${publicId}`, detail: { name, ...detail }, nowMs })
    }
    return
  }
  const ids = assets.map(asset => asset.publicId)
  await writeAudit(trx, { ...by, action, object: 'assets', detail: { ...detail, changed: ids.length, ids }, nowMs })
}

/** Pages that show one of these read it anew. Of many, lists are read anew by their own clock. */
async function tell(trx: Trx, subscriptionId: number, assetIds: readonly number[]): Promise<void> {
  if (assetIds.length > ROWS_EACH) return
  await noticeAssets(trx, subscriptionId, 'asset', assetIds)
}
