import { CliConfigError } from '../../session/cli-config.ts'

const BLOCK = 512
/** Of signature.json and manifest.json. */
const TEXT_BYTES = 16 * 1024 * 1024

export interface Member {
  readonly name: string
  readonly size: number
  /** To be read to its end before the next member is asked for; what is left is passed over. */
  readonly pieces: AsyncGenerator<Uint8Array>
}

/** Members of a bundle in their order: a tar archive as the server writes it, and nothing else. Throws CliConfigError. */
export async function* bundleMembers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const reader = blockReader(bytes)
  for (;;) {
    const header = await reader.take(BLOCK)
    if (header.every(byte => byte === 0)) return
    const { name, size } = readHeader(header)
    const pieces = piecesOf(reader, size)
    yield { name, size, pieces }
    for await (const piece of pieces) void piece
  }
}

/** A small member as text. */
export async function textOf(member: Member | undefined, name: string): Promise<string> {
  if (member?.name !== name) throw malformed(`it does not begin with ${name}`)
  if (member.size > TEXT_BYTES) throw malformed(`${name} has ${member.size} bytes`)
  const chunks: Uint8Array[] = []
  for await (const piece of member.pieces) chunks.push(piece)
  return Buffer.concat(chunks).toString('utf8')
}

const malformed = (why: string): CliConfigError =>
  new CliConfigError('config_invalid', `the file is not a bundle of the catalog: ${why}`)

function readHeader(block: Uint8Array): { name: string; size: number } {
  const text = (at: number, length: number): string =>
    Buffer.from(block.subarray(at, at + length))
      .toString('latin1')
      .replace(/[\0 ]*$/, '')
  const sum = block.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  if (text(257, 5) !== 'ustar' || Number.parseInt(text(148, 8), 8) !== sum)
    throw malformed('no archive, or a broken one')
  const size = text(124, 12)
  if (text(156, 1) !== '0' || !/^[0-7]{11}$/.test(size)) throw malformed('it holds something that is no file')
  return { name: text(0, 100), size: Number.parseInt(size, 8) }
}

interface BlockReader {
  /** Exactly so many bytes. */
  take(count: number): Promise<Uint8Array>
  /** At least one, at most so many. */
  some(most: number): Promise<Uint8Array>
}

async function* piecesOf(reader: BlockReader, size: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; ) {
    const piece = await reader.some(left)
    left -= piece.byteLength
    yield piece
  }
  const rest = size % BLOCK
  if (rest > 0) await reader.take(BLOCK - rest)
}

function blockReader(bytes: AsyncIterable<Uint8Array>): BlockReader {
  const source = bytes[Symbol.asyncIterator]()
  let ahead: Uint8Array = new Uint8Array()
  async function some(most: number): Promise<Uint8Array> {
    while (ahead.byteLength === 0) {
      const { done, value } = await source.next()
      if (done === true) throw malformed('it is cut off')
      ahead = value
    }
    const piece = ahead.subarray(0, most)
    ahead = ahead.subarray(piece.byteLength)
    return piece
  }
  return {
    some,
    async take(count) {
      const block = new Uint8Array(count)
      for (let at = 0; at < count; ) {
        const piece = await some(count - at)
        block.set(piece, at)
        at += piece.byteLength
      }
      return block
    },
  }
}
