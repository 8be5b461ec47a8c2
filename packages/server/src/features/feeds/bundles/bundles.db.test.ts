import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BundleOffered, BundleQuery } from '@patchyard/api'
import { preAuthEncoding, type Signer, signerFromSeed } from '@patchyard/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemRandom as random } from '../../../adapters/system-random.ts'
import { Problem } from '../../../errors/problem.ts'
import { testPrincipal } from '../../../testing/test-principal.ts'
import { feedStore } from '../feed-store.ts'
import { feedWorld, type FeedWorld, sampleFeed, sha256Of } from '../testing/feed-world.ts'
import { fingerprintOf, signManifest } from './bundle-key.ts'
import type { BundleManifest } from './bundle-manifest.ts'
import { createBundlesService } from './bundles-service.ts'
import { createBundleExport } from './export-bundle.ts'

const key: Signer = signerFromSeed(Buffer.alloc(32, 7))
const other: Signer = signerFromSeed(Buffer.alloc(32, 8))
const operator = testPrincipal({ isOperator: true })
const closed = { licence: '', attribution: '', mayRedistribute: false }
const feeds = { kev: sampleFeed(), osv: sampleFeed({ name: 'osv', terms: closed }) }

let out: FeedWorld
let home: FeedWorld
let folder: string
beforeAll(async () => {
  ;[out, home] = await Promise.all([feedWorld({ feeds }), feedWorld({ feeds })])
})
afterAll(() => Promise.all([out, home].map(world => world[Symbol.asyncDispose]())))
beforeEach(async () => {
  await Promise.all([out.clear(), home.clear()])
  folder = await mkdtemp(join(tmpdir(), 'patchyard-bundle-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
/** Both clocks. */
function pass(ms: number): void {
  out.pass(ms)
  home.pass(ms)
}

const serviceOf = (world: FeedWorld) => createBundlesService({ ...world.ports, database: world.db.database })

interface Unpacked {
  readonly manifest: string
  readonly signature: { key: string; signature: string }
  readonly documents: ReadonlyMap<string, Buffer>
}

/** Made by us, unpacked by tar itself. */
async function exported(query: BundleQuery = {}): Promise<Unpacked> {
  const bundles = createBundleExport({ ...out.ports, database: out.db.database, key })
  const { body } = await bundles.stream(query)
  await writeFile(join(folder, 'b.tar'), body)
  execFileSync('tar', ['-xf', 'b.tar'], { cwd: folder })
  const documents = new Map<string, Buffer>()
  for (const name of await readdir(join(folder, 'documents')).catch(() => [])) {
    documents.set(name, await readFile(join(folder, 'documents', name)))
  }
  return {
    manifest: await readFile(join(folder, 'manifest.json'), 'utf8'),
    signature: JSON.parse(await readFile(join(folder, 'signature.json'), 'utf8')) as Unpacked['signature'],
    documents,
  }
}

async function filled(): Promise<void> {
  await out.source()
  await out.source({ feed: 'osv', addresses: { index: `${out.base}/closed` } })
  out.pages.set('/index', 'a\n>{"url":"one"}\n@5')
  out.pages.set('/one', 'p')
  out.pages.set('/closed', 'secret')
  await out.round()
}
const trust = () => serviceOf(home).trust(operator, { name: 'Out', key: key.pub })

/** The bytes that are asked for, in pieces of three. */
async function send(bundle: Unpacked, offered: BundleOffered, alter = (bytes: Buffer): Buffer => bytes): Promise<void> {
  for (const { sha256, offset } of offered.wanted) {
    const bytes = alter(Buffer.from(bundle.documents.get(sha256) ?? []))
    for (let at = offset; at < bytes.length; at += 3) {
      const data = bytes.subarray(at, at + 3).toString('base64')
      await serviceOf(home).sendPiece(offered.bundle.id, { sha256, offset: at, data })
    }
  }
}
const offer = (bundle: Unpacked) => serviceOf(home).offer(operator, { manifest: bundle.manifest, ...keyed(bundle) })
const keyed = ({ signature: { key: by, signature } }: Unpacked) => ({ key: by, signature })
async function brought(bundle: Unpacked): Promise<BundleOffered> {
  const offered = await offer(bundle)
  await send(bundle, offered)
  await serviceOf(home).take(operator, offered.bundle.id)
  await home.round(false)
  return offered
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.code : `defect: ${String(error)}`),
  )
/** Another manifest, signed well. */
function signed(bundle: Unpacked, change: (manifest: BundleManifest) => object, by = key): Unpacked {
  const manifest = JSON.stringify(change(JSON.parse(bundle.manifest) as BundleManifest))
  return { ...bundle, manifest, signature: { key: by.pub, signature: signManifest(by, manifest) } }
}

describe('a bundle', () => {
  it('brings a server without a network what another one has fetched, and is read as if it was fetched', async () => {
    await filled()
    await trust()
    const bundle = await exported()
    const offered = await brought(bundle)
    expect(home.all()).toEqual(['a', 'p'])
    expect(home.requests).toEqual([])
    expect(offered).toMatchObject({ skipped: 0, bundle: { state: 'open', documents: 2 } })
    expect(await home.documents(1)).toMatchObject([
      { part: 'index', state: 'ok', sha256: sha256Of('a\n>{"url":"one"}\n@5') },
      { part: `page ${out.base}/one`, state: 'ok' },
    ])
    expect(await home.row(1)).toMatchObject({ feed: 'kev', state: 'ok', enabled: false })
    expect((await home.actions()).slice(-3)).toEqual(['bundleKey.trust', 'bundle.offer', 'bundle.take'])
  })

  it('made by a clock ahead of ours keeps nothing out that is fetched later', async () => {
    await filled()
    await trust()
    const ahead = { fetchedAt: new Date(home.now() + 900 * 86_400_000).toISOString() }
    await brought(signed(await exported(), m => withDocument(m, ahead)))
    const [row] = await home.db.owner<{ at: Date }>(`select max(fetched_at) as at from feed_document`)
    expect(row?.at.getTime()).toBeLessThanOrEqual(home.now())
  })

  it('holds only what may be handed on, unless it is for own servers', async () => {
    await filled()
    const feedsOf = ({ manifest }: Unpacked) => (JSON.parse(manifest) as BundleManifest).sources.map(one => one.feed)
    expect(feedsOf(await exported())).toEqual(['kev'])
    expect(feedsOf(await exported({ ownUse: true }))).toEqual(['kev', 'osv'])
    expect(feedsOf(await exported({ ownUse: true, feeds: 'osv' }))).toEqual(['osv'])
    expect(JSON.parse((await exported()).manifest)).toMatchObject({ sources: [{ attribution: 'Said by nobody' }] })
    expect(await codeOf(exported({ feeds: 'nothing' }))).toBe('malformed')
    expect(await codeOf(exported({ since: 'yesterday' }))).toBe('malformed')
  })

  it('may hold only what came since a day, and goes on where the last one ended', async () => {
    await filled()
    await trust()
    await brought(await exported())
    pass(3_600_000)
    const since = new Date(out.now()).toISOString()
    out.pages.set('/index', 'a\nb\n>{"url":"two"}\n@6')
    out.pages.set('/two', 'q')
    await out.due()
    await out.round()
    const bundle = await exported({ since })
    const { sources } = JSON.parse(bundle.manifest) as BundleManifest
    expect(sources[0]?.documents.map(one => one.part.split('/').at(-1))).toEqual(['index', 'two'])
    await brought(bundle)
    expect(home.all()).toEqual(['a', 'b', 'p', 'q'])
  })

  it('goes to the source that is there, with its mirror', async () => {
    await filled()
    await trust()
    const id = await home.source({ addresses: { index: `${out.base}/index` }, title: 'Own' })
    await brought(await exported())
    expect(await home.db.owner(`select title from feed_source`)).toEqual([{ title: 'Own' }])
    expect((await home.documents(id)).map(row => row.state)).toEqual(['ok', 'ok'])
  })

  it('is held where it shrinks', async () => {
    await filled()
    await trust()
    await brought(await exported())
    pass(3_600_000)
    await home.db.owner(`update feed_document set held_before = null`)
    home.facts.set('1 index', ['a', 'b', 'c'])
    out.pages.set('/index', 'z\n@6')
    await out.due()
    await out.round()
    const bundle = await exported()
    await brought(bundle)
    expect(home.all()).toEqual(['a', 'b', 'c', 'p'])
    expect((await home.documents(1))[0]).toMatchObject({ state: 'held' })
    await home.db.database.asOperator(trx => feedStore.acceptHeld(trx, 1))
    await home.round(false)
    expect(home.all()).toEqual(['p', 'z'])
  })

  it('that was cut off is sent on from where it was', async () => {
    await filled()
    await trust()
    const bundle = await exported()
    const offered = await offer(bundle)
    const [first] = offered.wanted
    const bytes = bundle.documents.get(first?.sha256 ?? '') ?? Buffer.alloc(0)
    const { id } = offered.bundle
    const piece = { sha256: first?.sha256 ?? '', data: bytes.subarray(0, 4).toString('base64') }
    await serviceOf(home).sendPiece(id, { ...piece, offset: 0 })
    expect(await codeOf(serviceOf(home).sendPiece(id, { ...piece, offset: 0 }))).toBe('conflict')
    expect(await codeOf(serviceOf(home).take(operator, id))).toBe('conflict')
    await send(bundle, { ...offered, wanted: offered.wanted.map((one, n) => ({ ...one, offset: n === 0 ? 4 : 0 })) })
    expect(await serviceOf(home).take(operator, id)).toMatchObject({ state: 'taken', waiting: 2 })
  })

  it('goes on after a kill while it was read', async () => {
    await filled()
    await trust()
    const bundle = await exported()
    const offered = await offer(bundle)
    await send(bundle, offered)
    await serviceOf(home).take(operator, offered.bundle.id)
    const killed = home.sync(false)
    killed.stop()
    await killed.round()
    expect(home.all()).toEqual([])
    await home.round(false)
    expect(home.all()).toEqual(['a', 'p'])
  })
})

describe('a bundle is refused', () => {
  it('of a key that nobody trusts, with its fingerprint', async () => {
    await filled()
    const bundle = await exported()
    await expect(offer(bundle)).rejects.toMatchObject({
      code: 'bundle_key_unknown',
      extras: { fingerprint: fingerprintOf(key.pub) },
    })
    const { id } = await trust()
    await serviceOf(home).distrust(operator, id)
    expect(await codeOf(offer(bundle))).toBe('bundle_key_unknown')
  })

  it.each<[string, (bundle: Unpacked) => Unpacked, string]>([
    ['changed by one letter', b => ({ ...b, manifest: b.manifest.replace('"a', '"b') }), 'bundle_signature'],
    [
      'signed with another key in its name',
      b => ({ ...b, signature: { key: key.pub, signature: signManifest(other, b.manifest) } }),
      'bundle_signature',
    ],
    [
      'signed as something else',
      b => ({
        ...b,
        signature: {
          key: key.pub,
          signature: key.sign(preAuthEncoding('application/x', Buffer.from(b.manifest))).toString('hex'),
        },
      }),
      'bundle_signature',
    ],
    [
      'signed with a key of small order',
      b => ({ ...b, signature: { key: `01${'00'.repeat(31)}`, signature: `01${'00'.repeat(63)}` } }),
      'bundle_signature',
    ],
    [
      'well signed, and not JSON',
      b => ({ ...b, manifest: 'x', signature: { key: key.pub, signature: signManifest(key, 'x') } }),
      'bundle_malformed',
    ],
    ['of another format', b => signed(b, m => ({ ...m, format: 'patchyard.bundle.v2' })), 'bundle_malformed'],
    ['with members that nobody knows', b => signed(b, m => ({ ...m, more: 1 })), 'bundle_malformed'],
    [
      'with a document under the name of another',
      b => signed(b, m => withDocument(m, { part: 'page https://else.example/' })),
      'bundle_malformed',
    ],
    [
      'with a document at no address',
      b => signed(b, m => withDocument(m, { publishedUrl: 'file:///etc/passwd' })),
      'bundle_malformed',
    ],
    ['with a document above its limit', b => signed(b, m => withDocument(m, { bytes: 10_001 })), 'bundle_malformed'],
    // S7.9
    [
      'that expired last week',
      b => signed(b, m => ({ ...m, expiresAt: new Date(home.now() - 7 * 86_400_000).toISOString() })),
      'bundle_expired',
    ],
    [
      'from the future',
      b => signed(b, m => ({ ...m, madeAt: new Date(home.now() + 3 * 86_400_000).toISOString() })),
      'bundle_future',
    ],
  ])('%s', async (_, change, code) => {
    await filled()
    await trust()
    expect(await codeOf(offer(change(await exported())))).toBe(code)
    expect(await home.db.owner(`select 1 from bundle`)).toEqual([])
  })

  it('when a newer one was taken, or it says nothing new (S7.9)', async () => {
    await filled()
    await trust()
    const old = await exported()
    pass(60_000)
    await brought(signed(old, m => ({ ...m, madeAt: new Date(out.now()).toISOString() })))
    expect(await codeOf(offer(old))).toBe('bundle_older')
    const later = signed(old, m => ({ ...m, madeAt: new Date(out.now() + 1000).toISOString() }))
    await expect(offer(later)).rejects.toMatchObject({
      code: 'bundle_older',
      message: expect.stringContaining('are here') as string,
    })
  })

  it('where its documents are older than what is here, and the others are taken', async () => {
    await filled()
    await trust()
    await brought(await exported())
    pass(60_000)
    const later = signed(await exported(), m => ({
      ...withDocument(m, {
        sha256: sha256Of('old'),
        bytes: 3,
        fetchedAt: new Date(0).toISOString(),
      }),
      madeAt: new Date(out.now() + 1).toISOString(),
    }))
    expect(await codeOf(offer(later))).toBe('bundle_older')
  })

  it('piece by piece, when bytes are not those of the manifest', async () => {
    await filled()
    await trust()
    const bundle = await exported()
    const offered = await offer(bundle)
    const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map(byte => byte ^ 1))
    expect(await codeOf(send(bundle, offered, turned))).toBe('bundle_hash')
    const longer = (bytes: Buffer): Buffer => Buffer.concat([bytes, bytes])
    expect(await codeOf(send(bundle, offered, longer))).toBe('bundle_hash')
    const unknown = { sha256: sha256Of('x'), offset: 0, data: 'eA==' }
    expect(await codeOf(serviceOf(home).sendPiece(offered.bundle.id, unknown))).toBe('bundle_hash')
    expect(await codeOf(serviceOf(home).sendPiece(random.uuid(), unknown))).toBe('not_found')
    expect(await codeOf(serviceOf(home).take(operator, offered.bundle.id))).toBe('conflict')
    expect(home.all()).toEqual([])
  })

  it('when it was left for a day', async () => {
    await filled()
    await trust()
    const bundle = await exported()
    const left = await offer(bundle)
    pass(25 * 3_600_000)
    await offer(bundle)
    expect(await codeOf(send(bundle, left))).toBe('conflict')
  })
})

const withDocument = (manifest: BundleManifest, change: object): BundleManifest => ({
  ...manifest,
  sources: manifest.sources.map(source => ({
    ...source,
    documents: source.documents.map((one, n) => (n === source.documents.length - 1 ? { ...one, ...change } : one)),
  })),
})
