import { join } from 'node:path'
import { readInWorker, registry } from '@patchyard/feeds'
import type { Cursors } from '../../paging/cursor.ts'
import type { ServerContext } from '../../server-context.ts'
import { diskSnapshots } from './adapters/disk-snapshots.ts'
import { openBundleKey } from './bundles/bundle-key.ts'
import { bundlesRoutes } from './bundles/bundles-routes.ts'
import { createBundlesService } from './bundles/bundles-service.ts'
import { createBundleExport } from './bundles/export-bundle.ts'
import { makeDefaultSources } from './default-sources.ts'
import { feedsRoutes } from './feeds-routes.ts'
import { createFeedsService } from './feeds-service.ts'
import { createFeedSync } from './sync/feed-sync.ts'
import type { CatalogIntake } from '../catalog/intake/intake-types.ts'

const LOOK_MS = 5000

/** Where the catalog comes from: sources, their sync, and bundles for servers without a network. */
export async function registerFeeds(
  context: ServerContext,
  ports: { cursors: Cursors; intake: CatalogIntake },
): Promise<{
  readonly chores: readonly { readonly name: string; readonly everyMs: number; run(): Promise<void> }[]
  /** Ends what is under way; it goes on after the next start. */
  stop(): void
}> {
  const { config, database, clock, random, egress, log } = context
  const { cursors, intake } = ports
  const feeds = registry
  // The demo shows what a fleet looks like, on machines that may have no network.
  const fetching = config.feeds && !config.demo
  const folder = join(config.dataDir, 'feeds')
  const snapshots = diskSnapshots({ folder, capBytes: config.feedSpaceBytes, random })
  const key = await openBundleKey({ files: context.dataFolder, random })
  const sync = createFeedSync({
    ...{ database, clock, random, egress, snapshots, intake, feeds, log, fetching },
    read: readInWorker,
  })
  const service = createFeedsService({ database, clock, random, feeds, fetching })
  const bundleService = createBundlesService({ database, clock, random, feeds, snapshots })
  const bundles = createBundleExport({ database, clock, feeds, snapshots, key })
  context.routes.add([
    ...feedsRoutes({ database, cursors, feeds, service, fetching }),
    ...bundlesRoutes({ database, cursors, service: bundleService, bundles, key }),
  ])
  context.lifecycle.onStart(() => makeDefaultSources({ database, clock, random, feeds }))
  return { chores: [{ name: 'sync feeds', everyMs: LOOK_MS, run: () => sync.round() }], stop: () => sync.stop() }
}
