import type { RouteName, StreamMessage } from '@patchyard/api'

/** How answers are kept: the route, the thing it is about (its id or CVE, or null), and the query string or question. */
export type QueryKey = readonly [route: RouteName, id: string | null, query: Readonly<Record<string, unknown>>]

/** The parts of a call's input that say which answer is meant. */
export interface KeyedInput {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

export function queryKey(route: RouteName, input: KeyedInput): QueryKey {
  const params = input.params as { id?: string; cve?: string } | undefined
  return [
    route,
    params?.id ?? params?.cve ?? null,
    { ...(input.query as object | undefined), ...(input.body as object | undefined) },
  ]
}

/** `own`: only the answer about the thing named; `any`: the answers about all things. */
type Reach = 'own' | 'any'

const reachOf: Readonly<Record<StreamMessage['topic'], Partial<Record<RouteName, Reach>>>> = {
  asset: {
    listAssets: 'any',
    getAsset: 'own',
    listFindings: 'own',
    listSoftware: 'own',
    listPatches: 'any',
    getPatch: 'any',
    listPatchAssets: 'any',
    getSupersedence: 'any',
    listVulnerabilities: 'any',
    getVulnerability: 'any',
    explainQuery: 'any',
  },
  // Agents and tasks are announced by their asset.
  agent: { listAgents: 'any', getAgent: 'any', listAssets: 'any', getAsset: 'own' },
  job: { listJobs: 'any', getJob: 'own' },
  task: { getTask: 'any', listRunTasks: 'any', getJob: 'any', listJobs: 'any' },
  // A bundle is read document by document, as feeds are.
  feed: { listFeeds: 'any', getFeed: 'own', listFeedDocuments: 'own', listBundles: 'any', getBundle: 'any' },
}

/** Whether an answer that is kept under `key` may have changed. */
export function isTouched(key: QueryKey, messages: readonly StreamMessage[]): boolean {
  return messages.some(({ topic, id }) => {
    const reach = reachOf[topic][key[0]]
    return reach === 'any' || (reach === 'own' && key[1] === id)
  })
}
