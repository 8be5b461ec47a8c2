const BLOCK = 512
/** Eleven octal digits of the header. */
const MOST_BYTES = 8 ** 11 - 1

/**
 * One member of a tar archive as POSIX.1-1988 has it (ustar): any tar reads it. Names are ours: ASCII, at most 100 characters. Throws
 * when the contents have another size than was said.
 */
export async function* tarMember(
  name: string,
  size: number,
  atMs: number,
  contents: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield header(name, size, atMs)
  let written = 0
  for await (const chunk of contents) {
    written += chunk.byteLength
    if (written > size) break
    yield chunk
  }
  if (written !== size) throw new Error(`${name} has not the ${size} bytes that it should have`)
  const rest = size % BLOCK
  if (rest > 0) yield new Uint8Array(BLOCK - rest)
}

export const tarEnd = (): Uint8Array => new Uint8Array(2 * BLOCK)

function header(name: string, size: number, atMs: number): Uint8Array {
  if (!/^[\x21-\x7e]{1,100}$/.test(name) || size > MOST_BYTES)
    throw new RangeError(`${name} does not go into a tar archive`)
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, length: number): void => {
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  }
  block.write(name, 0, 'latin1')
  octal(0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(Math.floor(atMs / 1000), 136, 12)
  block.write('        ', 148, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  const sum = block.reduce((all, byte) => all + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}
