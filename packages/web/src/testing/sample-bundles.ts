import type { Bundle, BundleKey } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

const DAY_MS = 86_400_000

const fingerprint = 'a1f309c2 77de4b18 5c60e2d9 13aa8f47 90b56e2c d7f80134 62ab9ce0 51d7f38e'

/** The catalog as a file: keys, and what was brought here. */
export function bundleAnswers(nowMs: number): Answers {
  const at = (days: number): string => new Date(nowMs - days * DAY_MS).toISOString()
  const key = (n: number, name: string, lastMadeAt: string | null): BundleKey => ({
    id: sampleId('other', 500 + n),
    name,
    key: `${n}b4f`.repeat(16),
    fingerprint,
    createdAt: at(40),
    lastMadeAt,
  })
  const bundle = (n: number, part: Partial<Bundle>): Bundle => ({
    id: sampleId('other', 520 + n),
    state: 'taken',
    madeAt: at(n * 7),
    keyName: 'Catalog server in Berlin',
    documents: 212,
    waiting: 0,
    failed: 0,
    held: 0,
    begunAt: at(n * 7 - 0.1),
    endedAt: at(n * 7 - 0.11),
    ...part,
  })
  let keys = [key(1, 'Catalog server in Berlin', at(0.3)), key(2, 'Test laboratory', null)]
  const brought = [
    bundle(0, { waiting: 38, documents: 96, endedAt: null }),
    bundle(1, { failed: 1, held: 2 }),
    bundle(2, {}),
    bundle(3, { state: 'abandoned' }),
  ]
  return {
    getBundleKey: () => ({ key: '9c41d07e2ab35f68'.repeat(4), fingerprint }),
    listBundleKeys: ({ query }) => pageOf(keys, query, one => one.name),
    trustBundleKey: ({ body }) => {
      const made = { ...key(keys.length + 1, body.name, null), key: body.key }
      keys = [...keys, made]
      return made
    },
    distrustBundleKey: ({ params }) => {
      keys = keys.filter(one => one.id !== params.id)
      return {}
    },
    listBundles: ({ query }) => pageOf(brought, query, one => one.keyName),
    getBundle: () => bundle(0, {}),
    offerBundle: ({ body }) => {
      if (!keys.some(one => one.key === body.key))
        throw new Refusal(403, 'bundle_key_unknown', `key ${body.key}, fingerprint ${fingerprint}`)
      return { bundle: bundle(0, { state: 'open' }), wanted: [], skipped: 0 }
    },
    sendBundlePiece: () => ({}),
    takeBundle: () => bundle(0, {}),
  }
}
