import type { Bundle, Client } from '@patchyard/api'
import { openBundle } from './bundle-file.ts'

/** As much as the API takes at once. */
export const PIECE_BYTES = 3 * 1024 * 1024

export interface BroughtBundle {
  readonly bundle: Bundle
  /** Documents that are here already, or newer. */
  readonly skipped: number
}

interface ImportOptions {
  readonly client: Client
  readonly signal: AbortSignal
  onProgress(sentBytes: number, allBytes: number): void
  /** Who signed it, as the file says. */
  onKey(key: string): void
}

/**
 * Brings a bundle as `patchyard catalog import` does: the signed manifest first, then the documents that the server asks for, in pieces.
 * What was sent stays there for a next time. Throws BundleFileError, and what the client throws.
 */
export async function importBundle(file: Blob, options: ImportOptions): Promise<BroughtBundle> {
  const { client, signal } = options
  const { key, signature, manifest, documents } = await openBundle(file)
  options.onKey(key)
  const offered = await client.call('offerBundle', { body: { manifest, key, signature }, signal })
  const { id } = offered.bundle
  const wanted = new Map(offered.wanted.map(one => [one.sha256, one.offset]))
  for await (const { name, bytes } of documents) {
    const sha256 = name.replace(/^documents\//, '')
    const offset = wanted.get(sha256)
    if (offset === undefined) continue
    // An empty document has one piece, too.
    for (let at = offset; at < bytes.size || bytes.size === 0; at += PIECE_BYTES) {
      signal.throwIfAborted()
      const data = await base64Of(bytes.slice(at, at + PIECE_BYTES))
      await client.call('sendBundlePiece', { params: { id }, body: { sha256, offset: at, data }, signal })
      if (bytes.size === 0) break
    }
    wanted.delete(sha256)
    options.onProgress(offered.wanted.length - wanted.size, offered.wanted.length)
  }
  return { bundle: await client.call('takeBundle', { params: { id }, signal }), skipped: offered.skipped }
}

// As many arguments as every engine takes.
const CHUNK = 8192

async function base64Of(piece: Blob): Promise<string> {
  const bytes = new Uint8Array(await piece.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(text)
}
