import type { Trx } from '../../database/database.ts'
import type { ServerContext } from '../../server-context.ts'
import type { Matching } from '../../storage/ports/matching.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'
import { createComposer } from './compose/composer.ts'
import { newestChange } from './match/fix-indices.ts'
import { createCatalogFollower } from './follow/follow-catalog.ts'
import { createCatalogIntake } from './intake/create-catalog-intake.ts'

interface Ports {
  matching(trx: Trx): Matching
  /** Tags, licences and profiles that follow findings. */
  readonly tags: TagFollower
  eachSubscription(work: (subscriptionId: number) => Promise<void>): Promise<void>
}

/** The open catalog: documents of feeds come in, patches and CVEs follow from them, and every subscription's assets are judged by them. */
export function registerCatalog(context: ServerContext, { matching, tags, eachSubscription }: Ports) {
  const { database, clock, random, log } = context
  const composer = createComposer({ database, clock, random })
  const follower = createCatalogFollower({ database, clock, matching, tags })

  let running: Promise<void> | null = null
  let again = false
  /** Up to which change this process has seen every subscription follow. */
  let followed: number | null = null

  /** One at a time in this process; what came meanwhile is done after it. */
  function catchUp(): Promise<void> {
    again = true
    running ??= (async () => {
      while (again) {
        again = false
        if ((await composer.due()) > 0) await composer.composeDue()
        const newest = await database.asOperator(newestChange)
        if (newest === followed) continue
        let all = true
        await eachSubscription(async id => {
          try {
            await follower.follow(id)
          } catch (error: unknown) {
            all = false
            log.warn(
              { err: error, subscription: id },
              'a subscription did not follow the catalog; the next turn goes on',
            )
          }
        })
        // The others are not kept from following by one that cannot.
        if (all) followed = newest
      }
    })().finally(() => {
      running = null
    })
    return running
  }

  const intake = createCatalogIntake({
    database,
    clock,
    random,
    wakeComposer() {
      catchUp().catch((error: unknown) => {
        log.warn({ err: error }, 'the catalog was not composed to its end; the next turn goes on')
      })
    },
  })
  /** What people say of programs reaches their assets now; what a crash leaves out, the next change of the catalog brings. */
  function judgeAnew(subscriptionId: number): void {
    follower.follow(subscriptionId).catch((error: unknown) => {
      log.warn({ err: error }, 'assets were not judged anew to their end; the next change of the catalog goes on')
    })
  }
  return { intake, composer, follower, catchUp, judgeAnew }
}
