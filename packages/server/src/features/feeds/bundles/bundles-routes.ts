import { Bundle, BundleKey, type ListQuery } from '@patchyard/api'
import type { Signer } from '@patchyard/protocol'
import { wholeListAnswer } from '../../../csv/whole-list-answer.ts'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { Principal } from '../../../http/principal.ts'
import type { AnyRoute } from '../../../http/route.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import { fingerprintOf } from './bundle-key.ts'
import { listBundleKeys, listBundles, readBundle } from './bundles-read-model.ts'
import type { BundlesService } from './bundles-service.ts'
import type { BundleExport } from './export-bundle.ts'

const MIB = 1024 * 1024

export function bundlesRoutes(ports: {
  database: Database
  cursors: Cursors
  service: BundlesService
  bundles: BundleExport
  key: Signer
}): AnyRoute[] {
  const { database, cursors, service, bundles, key } = ports
  const readOnly = { readOnly: true } as const
  const judged = ['bundle_malformed', 'bundle_expired', 'bundle_future', 'bundle_older'] as const
  const keys = (who: Principal, query: ListQuery) =>
    database.asOperator(trx => listBundleKeys(trx, cursors.of(who), query), readOnly)
  const brought = (who: Principal, query: ListQuery) =>
    database.asOperator(trx => listBundles(trx, cursors.of(who), query), readOnly)
  return [
    apiRoute('exportBundle', async (_, { query, reply }) => {
      const { body, manifest } = await bundles.stream(query)
      reply.type('application/x-tar')
      const day = manifest.madeAt.slice(0, 10)
      reply.header('content-disposition', `attachment; filename="patchyard-catalog-${day}.tar"`)
      return body
    }),
    apiRoute('getBundleKey', () => Promise.resolve({ key: key.pub, fingerprint: fingerprintOf(key.pub) })),
    apiRoute('listBundleKeys', (who, { query }) => keys(who, query)),
    apiRoute('exportBundleKeys', (who, { query, reply }) =>
      wholeListAnswer(reply, 'bundle-keys.csv', BundleKey, part => keys(who, { ...query, ...part })),
    ),
    apiRoute('trustBundleKey', (who, { body }) => service.trust(who, body), { errors: ['conflict'] }),
    apiRoute('distrustBundleKey', async (who, { params }) => {
      await service.distrust(who, params.id)
      return {}
    }),
    apiRoute('listBundles', (who, { query }) => brought(who, query)),
    apiRoute('exportBundles', (who, { query, reply }) =>
      wholeListAnswer(reply, 'bundles.csv', Bundle, part => brought(who, { ...query, ...part })),
    ),
    apiRoute('getBundle', async (_, { params }) => {
      const found = await database.asOperator(trx => readBundle(trx, params.id), readOnly)
      if (found === null) throw new Problem('not_found')
      return found
    }),
    // A manifest of 16 MiB, with each of its quotes escaped.
    apiRoute('offerBundle', (who, { body }) => service.offer(who, body), {
      errors: [...judged, 'bundle_key_unknown', 'bundle_signature'],
      bodyLimit: 24 * MIB,
    }),
    apiRoute(
      'sendBundlePiece',
      async (_, { params, body }) => {
        await service.sendPiece(params.id, body)
        return {}
      },
      { errors: ['conflict', 'bundle_hash', 'feeds_disk_full'], bodyLimit: 5 * MIB },
    ),
    apiRoute('takeBundle', (who, { params }) => service.take(who, params.id), { errors: [...judged, 'conflict'] }),
  ]
}
