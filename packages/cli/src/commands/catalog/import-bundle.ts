import type { Bundle, BundleOffered, Client } from '@patchyard/api'
import { PIECE_BYTES } from '@patchyard/api'
import { CliConfigError } from '../../session/cli-config.ts'
import { bundleMembers, type Member, textOf } from './bundle-file.ts'

/** Brings a bundle: its signed manifest first, then the documents that are asked for, in pieces. */
export async function importBundle(
  client: Client,
  bytes: AsyncIterable<Uint8Array>,
  onProgress: (done: number, wanted: number) => void,
): Promise<{ readonly bundle: Bundle; readonly sent: number; readonly skipped: number }> {
  const members = bundleMembers(bytes)
  const next = async (): Promise<Member | undefined> => (await members.next()).value as Member | undefined
  const signature = readSignature(await textOf(await next(), 'signature.json'))
  const manifest = await textOf(await next(), 'manifest.json')
  const offered: BundleOffered = await client.call('offerBundle', { body: { manifest, ...signature } })
  const { id } = offered.bundle
  const wanted = new Map(offered.wanted.map(one => [one.sha256, one.offset]))
  let sent = 0
  onProgress(sent, wanted.size)
  for await (const member of members) {
    const sha256 = member.name.replace(/^documents\//, '')
    const offset = wanted.get(sha256)
    if (offset === undefined) continue
    await sendDocument(client, id, sha256, offset, member)
    onProgress((sent += 1), wanted.size)
  }
  return { bundle: await client.call('takeBundle', { params: { id } }), sent, skipped: offered.skipped }
}

function readSignature(text: string): { key: string; signature: string } {
  try {
    const { key, signature } = JSON.parse(text) as Record<string, unknown>
    if (typeof key === 'string' && typeof signature === 'string') return { key, signature }
  } catch {
    // Said below: whatever it is, it is no signature.
  }
  throw new CliConfigError('config_invalid', 'the file is not a bundle of the catalog: its signature.json is none')
}

/** From `offset` on, which is what the server has already. */
async function sendDocument(client: Client, id: string, sha256: string, offset: number, member: Member): Promise<void> {
  let at = offset
  let skip = offset
  let waiting: Uint8Array[] = []
  let size = 0
  const flush = async (): Promise<void> => {
    const data = Buffer.concat(waiting)
    await client.call('sendBundlePiece', {
      params: { id },
      body: { sha256, offset: at, data: data.toString('base64') },
    })
    at += data.length
    waiting = []
    size = 0
  }
  for await (const piece of member.pieces) {
    let rest = piece.subarray(Math.min(skip, piece.byteLength))
    skip -= piece.byteLength - rest.byteLength
    while (rest.byteLength > 0) {
      const part = rest.subarray(0, PIECE_BYTES - size)
      waiting.push(Uint8Array.from(part))
      size += part.byteLength
      rest = rest.subarray(part.byteLength)
      if (size === PIECE_BYTES) await flush()
    }
  }
  // An empty document has one piece, too.
  if (size > 0 || member.size === 0) await flush()
}
