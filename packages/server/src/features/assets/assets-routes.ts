import type { Clock } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { findPatchId, listPatches, readPatch } from '../catalog/patches-read-model.ts'
import { listFindings, listPatchAssets } from '../findings/findings-read-model.ts'
import { findAssetId, listAssets, readAsset } from './assets-read-model.ts'
import { listSoftware } from './software-read-model.ts'

/** What people look at: assets, patches, and the findings between them. */
export function assetsRoutes(ports: { database: Database; clock: Clock; cursors: CursorCodec }): AnyRoute[] {
  const { database, clock, cursors } = ports
  return [
    apiRoute('listAssets', ({ subscriptionId }, { query }) =>
      database.inSubscription(subscriptionId, trx => listAssets(trx, cursors, query, subscriptionId, clock.nowMs())),
    ),
    apiRoute('getAsset', ({ subscriptionId }, { params }) =>
      database.inSubscription(subscriptionId, async trx => found(await readAsset(trx, params.id, clock.nowMs()))),
    ),
    apiRoute('listFindings', ({ subscriptionId }, { params, query }) =>
      database.inSubscription(subscriptionId, async trx =>
        listFindings(trx, cursors, await idOf(trx, findAssetId, params.id), query),
      ),
    ),
    apiRoute('listSoftware', ({ subscriptionId }, { params, query }) =>
      database.inSubscription(subscriptionId, async trx =>
        listSoftware(trx, cursors, await idOf(trx, findAssetId, params.id), query),
      ),
    ),
    apiRoute('listPatches', ({ subscriptionId }, { query }) =>
      database.inSubscription(subscriptionId, trx => listPatches(trx, cursors, query, subscriptionId)),
    ),
    apiRoute('getPatch', ({ subscriptionId }, { params }) =>
      database.inSubscription(subscriptionId, async trx => found(await readPatch(trx, params.id))),
    ),
    apiRoute('listPatchAssets', ({ subscriptionId }, { params, query }) =>
      database.inSubscription(subscriptionId, async trx =>
        listPatchAssets(trx, cursors, await idOf(trx, findPatchId, params.id), query),
      ),
    ),
  ]
}

function found<T>(value: T | null): T {
  if (value === null) throw new Problem('not_found')
  return value
}

async function idOf(
  trx: Trx,
  find: (trx: Trx, publicId: string) => Promise<number | null>,
  publicId: string,
): Promise<number> {
  return found(await find(trx, publicId))
}
