import { routes as contract } from '@patchyard/api'
import { apiRoute } from '../http/api-route.ts'
import { createCursors } from '../paging/cursor.ts'
import { createCsvService } from '../queries/csv-service.ts'
import { createPgMatching } from '../storage/pg-matching.ts'
import { createListService } from '../queries/list-service.ts'
import type { ServerContext } from '../server-context.ts'
import { version } from '../version.ts'
import { accessRoutes } from './access/access-routes.ts'
import { createAccessService } from './access/access-service.ts'
import { apiKeysRoutes } from './access/api-keys-routes.ts'
import { createApiKeysService } from './access/api-keys-service.ts'
import { createPrincipalResolver } from './access/principal-resolver.ts'
import { forgetUsedNonces } from './agents/forget-nonces.ts'
import { offeredPackages } from './agents/management/install-command.ts'
import { registerAgents } from './agents/register-agents.ts'
import { registerAudit } from './audit/register-audit.ts'
import { assetActionsRoutes } from './assets/asset-actions-routes.ts'
import { createAssetActionsService } from './assets/asset-actions-service.ts'
import { assetsRoutes } from './assets/assets-routes.ts'
import { registerDemo } from './demo/register-demo.ts'
import { registerFeeds } from './feeds/register-feeds.ts'
import { keepPastSums } from './findings/past-sums-service.ts'
import { foldPatchCounts, recountPatches } from './findings/patch-counters.ts'
import { patchesRoutes } from './catalog/patches-routes.ts'
import { createApplicationCatalog } from './catalog/programs/application-catalog.ts'
import { createMappingsService } from './catalog/programs/mappings-service.ts'
import { programsRoutes } from './catalog/programs/programs-routes.ts'
import { registerCatalog } from './catalog/register-catalog.ts'
import { startChores } from './installation/background.ts'
import { createIdempotencyService } from './idempotency/idempotency-service.ts'
import { ensureFirstSubscription, listSubscriptionIds } from './installation/first-subscription.ts'
import { cursorSecret, secretBoxKey } from './installation/secrets.ts'
import { identityMembers, signInPeople, signInRights } from './join-sign-in.ts'
import { createSecretBox } from '../secrets/secret-box.ts'
import { createJobPeopleService } from './jobs/job-people-service.ts'
import { jobsRoutes } from './jobs/jobs-routes.ts'
import { createBulkService } from './jobs/definition/bulk-service.ts'
import { definitionRoutes } from './jobs/definition/definition-routes.ts'
import { createDefinitionService } from './jobs/definition/definition-service.ts'
import { createJobsService } from './jobs/jobs-service.ts'
import { rulesRoutes } from './jobs/rules/rules-routes.ts'
import { createRulesService } from './jobs/rules/rules-service.ts'
import { createEmergencyService } from './jobs/runs/emergency-service.ts'
import { createScheduler } from './jobs/runs/scheduler.ts'
import { registerLicences } from './licences/register-licences.ts'
import { createCompleteService } from './queries/complete-service.ts'
import { createValueKeeper } from './queries/keep-values.ts'
import { createExplainService } from './queries/explain-service.ts'
import { peopleRoutes } from './people/people-routes.ts'
import { createPeopleService } from './people/people-service.ts'
import { createProfiles } from './profiles/create-profiles.ts'
import { queriesRoutes } from './queries/queries-routes.ts'
import { createWhyService } from './queries/why-service.ts'
import { searchesRoutes } from './searches/searches-routes.ts'
import { createSearchesService } from './searches/searches-service.ts'
import { registerSignIn } from './sign-in/register-sign-in.ts'
import { createSeenAssets } from './stream/seen-assets.ts'
import { createStreamHub } from './stream/stream-hub.ts'
import { streamRoutes } from './stream/stream-routes.ts'
import { createScopeBits } from './tags/scope-bits.ts'
import { registerTags } from './tags/register-tags.ts'
import { registerSubscriptions } from './subscriptions/register-subscriptions.ts'
import { systemsRoutes } from './systems/systems-routes.ts'
import { vulnerabilitiesRoutes } from './vulnerabilities/vulnerabilities-routes.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The one place where features are put together, in the order of their dependencies. Each feature is made by a factory
 * that takes its ports by name and adds its routes with `context.routes.add([...])`.
 */
export async function registerFeatures(context: ServerContext): Promise<void> {
  const { database, clock, random, log, routes, lifecycle } = context
  await ensureFirstSubscription({ database, clock, random })
  const cursors = createCursors(await cursorSecret(context.dataFolder, random))

  const access = createAccessService({ database, clock, random })
  const apiKeys = createApiKeysService({ database, clock, random, cursors })
  const signIn = registerSignIn(context, {
    ...{ access, apiKeys, cursors },
    box: createSecretBox(await secretBoxKey(context.dataFolder, random), random),
    ...{ people: signInPeople, rights: signInRights, members: identityMembers },
  })
  const resolve = createPrincipalResolver({ database, clock, sessionTokenOf: signIn.sessionTokenOf })
  const scopeBits = createScopeBits({ database })
  routes.resolvePrincipalsWith(async request => {
    const principal = await resolve(request)
    return principal === null ? null : scopeBits.with(principal)
  })
  const people = createPeopleService({ database, clock, random, publicUrl: context.address.publicUrl })
  routes.add([
    ...accessRoutes(access),
    ...apiKeysRoutes(apiKeys),
    ...peopleRoutes({ service: people, database, cursors }),
  ])
  routes.tellOfLeakedKeys(async text => {
    const key = await apiKeys.flagLeaked(text)
    if (key !== null) log.warn({ apiKey: key }, 'an API key stood in an address and is marked as leaked')
  })
  const lists = createListService({ database, clock, cursors })
  const csv = createCsvService({ database, clock })
  const audit = await registerAudit(context, { cursors, lists, csv })
  const idempotency = createIdempotencyService({ database, clock, random, log })
  routes.answerOnceWith(idempotency.answerOnce)

  // Both are made below: nothing changes tags before all features are there.
  const tags = registerTags(context, cursors, [
    (trx, { assetIds }) => licences.port.tagsChanged(trx, assetIds),
    (trx, { assetIds }) => profiles.tagsChanged(trx, assetIds),
  ])
  const applications = createApplicationCatalog()
  const matching = createPgMatching(applications)
  const eachSubscription = async (work: (id: number) => Promise<void>): Promise<void> => {
    for (const id of await listSubscriptionIds(database)) await work(id)
  }
  const catalog = registerCatalog(context, { matching, tags: tags.follower, eachSubscription })
  const agents = await registerAgents(
    context,
    cursors,
    (subscriptionId, runId) =>
      jobs.closeRun(subscriptionId, runId).catch((error: unknown) => {
        log.warn({ err: error, runId }, 'run not closed now, the next sweep looks again')
      }),
    tags.follower,
    matching,
  )
  const jobPorts = {
    database,
    clock,
    random,
    deployment: agents.director.deployment,
    onWork: (subscriptionId: number, assetIds: readonly number[]) => {
      agents.ring(subscriptionId, assetIds)
      scheduler.soon(subscriptionId)
    },
    settleLicences: (subscriptionId: number) => licences.settle(subscriptionId),
  }
  const scheduler = createScheduler({
    ...jobPorts,
    onWork: agents.ring,
    onFailure: error => log.warn({ err: error }, 'runs not begun now, the next turn looks again'),
  })
  const jobs = createJobsService(jobPorts)
  const licences = registerLicences(context, {
    licenceEnded: subscriptionId => jobs.licenceEnded(subscriptionId),
    cancelUntargeted: subscriptionId => jobs.cancelUntargeted(subscriptionId),
    permitsChanged: trx => profiles.licenceChanged(trx),
  })
  registerSubscriptions(context, { access, cursors, onWork: agents.ring })
  const assetActions = createAssetActionsService({
    database,
    clock,
    licences: licences.port,
    tags: tags.follower,
    onWork: agents.ring,
    onUntargeted: subscriptionId => jobs.cancelUntargeted(subscriptionId),
    onRunTouched: (subscriptionId, runId) => jobs.closeRun(subscriptionId, runId),
  })
  routes.add(assetActionsRoutes(assetActions))
  const profiles = createProfiles({ database, clock, random, cursors })
  routes.add([
    ...assetsRoutes({ database, clock, cursors, lists, csv }),
    ...definitionRoutes({
      ...{ database, clock },
      service: createDefinitionService(jobPorts),
      bulkService: createBulkService(jobPorts),
    }),
    ...jobsRoutes({
      service: jobs,
      people: createJobPeopleService({ database, clock }),
      database,
      clock,
      cursors,
      lists,
      csv,
    }),
    ...rulesRoutes({
      ...{ database, clock, cursors },
      service: createRulesService({ database, clock, random }),
      emergency: createEmergencyService({ database, clock, onWork: agents.ring }),
    }),
    ...patchesRoutes({ database, clock, cursors, lists, csv }),
    ...programsRoutes({
      ...{ database, clock, cursors },
      service: createMappingsService({
        ...{ database, clock, random, catalogs: applications },
        judgeAnew: catalog.judgeAnew,
      }),
    }),
    ...vulnerabilitiesRoutes({ database, clock, lists, csv }),
    ...systemsRoutes({ database, clock }),
    ...queriesRoutes({
      complete: createCompleteService({ database, clock }),
      explain: createExplainService({ database, clock }),
      why: createWhyService({ database, clock }),
    }),
    ...profiles.routes,
    ...searchesRoutes(createSearchesService({ database, clock, random, cursors })),
  ])

  const feeds = await registerFeeds(context, { cursors, intake: catalog.intake })

  const hub = createStreamHub(database)
  const streams = new Set<() => void>()
  routes.add(
    streamRoutes({
      hub,
      clock,
      seenAssets: createSeenAssets({ database, clock }),
      onDrain(end) {
        streams.add(end)
        return () => streams.delete(end)
      },
    }),
  )
  routes.add([
    apiRoute('about', () =>
      Promise.resolve({
        version,
        deployment: agents.director.deployment,
        publicUrl: context.address.publicUrl(),
        rootVersion: agents.director.newestRoot().version,
        rootOnServer: agents.director.rootOnServer,
        database: {
          version: context.databaseInfo.version,
          embedded: context.databaseInfo.embedded,
          slower: [...context.databaseInfo.slower],
        },
        agentPackages: offeredPackages({ publicUrl: context.address.publicUrl(), packages: context.agentPackages }),
      }),
    ),
  ])

  const keepValues = async (id: number): Promise<void> => void (await createValueKeeper({ database, clock })(id))
  let chores: { stop(): Promise<void> } | null = null
  lifecycle.onStart(async () => {
    await hub.start()
    await eachSubscription(tags.chores.renewRules)
    // The demo brings its own administrator.
    if (!context.config.demo) await signIn.announceFirstAdmin()
    chores = startChores({
      clock,
      onFailure: (chore, error) => log.warn({ err: error, chore }, 'a chore failed; its next turn comes as usual'),
      chores: [
        {
          name: 'fold patch counts',
          everyMs: 1000,
          run: () => eachSubscription(async id => void (await database.inSubscription(id, foldPatchCounts))),
        },
        {
          name: 'sum up the past',
          everyMs: 60_000,
          run: () => eachSubscription(async id => void (await keepPastSums(database, id, { nowMs: clock.nowMs() }))),
        },
        { name: 'forget nonces', everyMs: 600_000, run: () => forgetUsedNonces(database, clock.nowMs()) },
        {
          name: 'sign ends of the audit',
          everyMs: 3_600_000,
          async run() {
            await audit.heads.keep(0)
            await eachSubscription(id => audit.heads.keep(id))
          },
        },
        ...signIn.chores,
        { name: 'forget named requests', everyMs: 600_000, run: () => eachSubscription(idempotency.forget) },
        ...licences.chores,
        ...feeds.chores,
        {
          name: 'remove silent assets',
          everyMs: 3_600_000,
          run: () => eachSubscription(id => assetActions.removeSilent(id)),
        },
        { name: 'weigh assets', everyMs: 2000, run: () => eachSubscription(tags.chores.weighAssets) },
        { name: 'ask timed rules of tags', everyMs: 300_000, run: () => eachSubscription(tags.chores.askTimedRules) },
        { name: 'begin runs', everyMs: 5000, run: () => eachSubscription(scheduler.turn) },
        { name: 'sweep tasks', everyMs: 30_000, run: () => eachSubscription(id => jobs.sweep(id)) },
        {
          name: 'recount patches',
          everyMs: DAY_MS,
          run: () =>
            eachSubscription(async id => {
              const wrong = await database.inSubscription(id, recountPatches)
              if (wrong > 0) log.info({ subscription: id, rows: wrong }, 'patch counters corrected by the recount')
            }),
        },
        { name: 'keep values for completion', everyMs: 60_000, run: () => eachSubscription(keepValues) },
        // What was due when the server stopped, and what another process has taken in.
        { name: 'compose the catalog', everyMs: 5000, run: () => catalog.catchUp() },
        { name: 'renew root', everyMs: DAY_MS, run: () => agents.director.renew() },
      ],
    })
  })
  lifecycle.onDrain(async () => {
    for (const end of streams) end()
    feeds.stop()
    await scheduler.stop()
    await chores?.stop()
  })
  lifecycle.onStop(() => hub.stop())
  if (context.config.demo) registerDemo({ context, access, apiKeys, activationKeys: agents.activationKeys })
  refuseUnserved(context)
}

/** A route of the contract that nobody serves would be a promise of the document that the server breaks. */
function refuseUnserved(context: ServerContext): void {
  const served = new Set(context.routes.operationIds())
  const missing = Object.keys(contract).filter(name => !served.has(name))
  if (missing.length > 0) throw new Error(`no feature serves ${missing.join(', ')}`)
}
