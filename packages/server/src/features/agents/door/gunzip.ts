import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { ProtocolError } from '@patchyard/protocol'

const inflate = promisify(gunzip)

/** The first byte decides (protocol §3): `1f 8b` is gzip, one member, at most `plainCap` bytes when unpacked. */
export async function plainBody(body: Buffer, plainCap: number, mayBeGzip: boolean): Promise<Buffer> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) {
    if (body.length > plainCap) throw new ProtocolError('too_large', `more than ${plainCap} bytes`)
    return body
  }
  if (!mayBeGzip) throw new ProtocolError('malformed', 'this body may not be compressed', 'body')
  try {
    return await inflate(body, { maxOutputLength: plainCap })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new ProtocolError('too_large', `more than ${plainCap} bytes`)
    throw new ProtocolError('malformed', 'not gzip', 'body')
  }
}
