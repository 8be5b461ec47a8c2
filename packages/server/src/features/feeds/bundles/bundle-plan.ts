import type { Trx } from '../../../database/database.ts'
import type { Feeds } from '../feeds-read-model.ts'
import { partOf } from '../sync/wanted-documents.ts'
import { type BundleDocument, type BundleManifest, type BundleSource, malformed } from './bundle-manifest.ts'
import { bundleStore, isNews } from './bundle-store.ts'

export interface PlannedSource {
  readonly source: BundleSource
  /** null: it is not here yet. */
  readonly sourceId: number | null
  readonly documents: readonly BundleDocument[]
}

/** What of a bundle is news here. Throws Problem `bundle_malformed` for documents that no reading of a feed could have given. */
export async function planBundle(
  trx: Trx,
  feeds: Feeds,
  manifest: BundleManifest,
): Promise<{ readonly planned: readonly PlannedSource[]; readonly skipped: number }> {
  const planned: PlannedSource[] = []
  let skipped = 0
  for (const source of manifest.sources) {
    const feed = feeds[source.feed]
    if (feed === undefined) {
      skipped += source.documents.length
      continue
    }
    const sourceId = await bundleStore.findSource(trx, source)
    const known = sourceId === null ? new Map<string, never>() : await bundleStore.known(trx, sourceId)
    const documents = source.documents.filter(document => {
      const definition = feed.documents.find(one => one.name === document.document)
      if (definition === undefined) return false
      check(document, definition.limits.bytes)
      return isNews(document, known.get(document.part))
    })
    skipped += source.documents.length - documents.length
    if (documents.length > 0) planned.push({ source, sourceId, documents })
  }
  return { planned, skipped }
}

const PLACE = /^[A-Za-z0-9._~+/-]{1,300}$/

function check(document: BundleDocument, mostBytes: number): void {
  const { part, bytes, publishedUrl } = document
  if (bytes > mostBytes) throw malformed(`${part} has ${bytes} bytes; ${mostBytes} are allowed`)
  if (!/^https?:$/.test(URL.parse(publishedUrl)?.protocol ?? '')) throw malformed(`${part} has no address`)
  const named = document.isRoot ? document.document : partOf(document.document, publishedUrl)
  const place = document.isRoot ? '' : (part.split(`${document.document} `)[1] ?? '')
  // By its address, or by its place where that changes with its bytes: "packages main/binary-amd64".
  if (part !== named && !(PLACE.test(place) && part === partOf(document.document, place)))
    throw malformed(`${part} is not called so`)
}
