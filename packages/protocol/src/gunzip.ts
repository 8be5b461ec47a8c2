import { crc32, gzipSync, inflateRawSync } from 'node:zlib'
import { malformed, ProtocolError } from './protocol-error.ts'

// PYP/1 §3: `report` and `events` may be gzip, one member; the first bytes decide. node:zlib alone would take further members
// and ignore rubbish behind the last one, so header and trailer (RFC 1952) are read here.

export function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b
}

/** One member without name, comment or time. */
export function gzipBody(plain: Uint8Array): Buffer {
  return gzipSync(plain, { level: 6 })
}

/** Throws ProtocolError `too_large` above `maxBytes` of plain bytes, `malformed` for anything but one whole member. */
export function gunzipBody(body: Uint8Array, maxBytes: number): Buffer {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  // Method 8, no flags: our encoder sets none, and optional header fields are only a place to hide bytes.
  if (bytes.length < 18 || !isGzip(bytes) || bytes[2] !== 8 || bytes[3] !== 0)
    throw malformed('not a gzip member', 'body')
  const { buffer, engine } = inflate(bytes.subarray(10), maxBytes)
  const end = 10 + engine.bytesWritten
  if (end + 8 !== bytes.length) throw malformed('not exactly one gzip member', 'body')
  if (crc32(buffer) !== bytes.readUInt32LE(end) || buffer.length !== bytes.readUInt32LE(end + 4)) {
    throw malformed('gzip checksum', 'body')
  }
  return buffer
}

interface Inflated {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

function inflate(raw: Buffer, maxBytes: number): Inflated {
  try {
    // `info` is missing from @types/node's result type; it adds the engine, which knows how much it consumed.
    return inflateRawSync(raw, { maxOutputLength: maxBytes, info: true }) as unknown as Inflated
  } catch (e) {
    const code = (e as { code?: string }).code
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new ProtocolError('too_large', `more than ${maxBytes} bytes when unpacked`)
    throw malformed('gzip stream is broken', 'body')
  }
}
