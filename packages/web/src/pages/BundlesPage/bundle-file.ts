import { t } from '../../i18n/text.ts'

const BLOCK = 512
/** Of signature.json and manifest.json. */
const TEXT_BYTES = 16 * 1024 * 1024

/** The message is for people. */
export class BundleFileError extends Error {}

const refuse = (why: string): BundleFileError => new BundleFileError(t('bundles.noBundle', { why }))

export interface Member {
  readonly name: string
  readonly bytes: Blob
}

/** Members of a bundle in their order: a tar archive (POSIX.1-1988, ustar) as servers write it, and nothing else. Throws BundleFileError. */
export async function* bundleMembers(file: Blob): AsyncGenerator<Member> {
  for (let at = 0; ; ) {
    const header = new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer())
    if (header.length < BLOCK) throw refuse(t('bundles.isCutOff'))
    if (header.every(byte => byte === 0)) return
    const { name, size } = readHeader(header)
    const from = at + BLOCK
    if (from + size > file.size) throw refuse(t('bundles.isCutOff'))
    yield { name, bytes: file.slice(from, from + size) }
    at = from + Math.ceil(size / BLOCK) * BLOCK
  }
}

function readHeader(block: Uint8Array): { name: string; size: number } {
  const text = (at: number, length: number): string =>
    String.fromCharCode(...block.subarray(at, at + length)).replace(/[\0 ]*$/, '')
  const sum = block.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  const size = text(124, 12)
  const isFile = text(156, 1) === '0' && /^[0-7]{11}$/.test(size)
  if (text(257, 5) !== 'ustar' || Number.parseInt(text(148, 8), 8) !== sum || !isFile)
    throw refuse(t('bundles.noArchive'))
  return { name: text(0, 100), size: Number.parseInt(size, 8) }
}

/** A small member as text, byte for byte. */
async function textOf(members: AsyncGenerator<Member>, name: string): Promise<string> {
  const member = (await members.next()).value as Member | undefined
  if (member?.name !== name || member.bytes.size > TEXT_BYTES) throw refuse(t('bundles.notBegun', { name }))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await member.bytes.arrayBuffer())
  } catch (error) {
    throw error instanceof TypeError ? refuse(t('bundles.noSignature')) : error
  }
}

export interface OpenBundle {
  readonly key: string
  readonly signature: string
  readonly manifest: string
  readonly documents: AsyncGenerator<Member>
}

/** What stands first in the file; nothing of it is trusted before the server has looked at it. Throws BundleFileError. */
export async function openBundle(file: Blob): Promise<OpenBundle> {
  const documents = bundleMembers(file)
  const signed = readSignature(await textOf(documents, 'signature.json'))
  return { ...signed, manifest: await textOf(documents, 'manifest.json'), documents }
}

function readSignature(text: string): { key: string; signature: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Said below: whatever it is, it is no signature.
  }
  const { key, signature } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const isSigned = (of: unknown, digits: number): of is string =>
    typeof of === 'string' && of.length === digits && /^[0-9a-f]*$/.test(of)
  if (!isSigned(key, 64) || !isSigned(signature, 128)) throw refuse(t('bundles.noSignature'))
  return { key, signature }
}
