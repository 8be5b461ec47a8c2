/**
 * The few WebSocket frames (RFC 6455 §5) that a bell carries: the text frame `.`, ping, pong and close, each whole in one frame and
 * unmasked, as servers must send them. Everything else ends the connection: a bell has nothing else to say.
 */
export type BellFrame =
  | { readonly kind: 'ring' }
  | { readonly kind: 'ping'; readonly payload: Uint8Array }
  | { readonly kind: 'pong' }
  | { readonly kind: 'close' }

export class BellFrameError extends Error {
  readonly code = 'E_BELL_FRAME'
}

const FINAL = 0x80
const MASKED = 0x80
const OPCODE = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const
const DOT = 0x2e
/** RFC 6455 §5.5: control frames carry at most 125 bytes; a ring is shorter. */
const MAX_PAYLOAD = 125

/** Cuts a byte stream into frames. `push` takes any chunking and throws `BellFrameError` at the first byte that is not allowed. */
export function createBellFrameReader(): { push(chunk: Uint8Array): BellFrame[] } {
  let rest: Uint8Array = new Uint8Array(0)
  return {
    push(chunk) {
      const bytes = new Uint8Array(rest.length + chunk.length)
      bytes.set(rest)
      bytes.set(chunk, rest.length)
      const frames: BellFrame[] = []
      let at = 0
      for (;;) {
        const frame = frameAt(bytes.subarray(at))
        if (frame === null) break
        frames.push(frame.frame)
        at += frame.length
      }
      rest = bytes.slice(at)
      return frames
    },
  }
}

function frameAt(bytes: Uint8Array): { frame: BellFrame; length: number } | null {
  const [head, size] = bytes
  if (head === undefined) return null
  const opcode = head & 0x0f
  if ((head & 0xf0) !== FINAL || !Object.values<number>(OPCODE).includes(opcode)) {
    throw new BellFrameError(`the server sent a frame that a bell does not have (first byte ${head})`)
  }
  if (size === undefined) return null
  if ((size & MASKED) !== 0 || size > MAX_PAYLOAD)
    throw new BellFrameError('the server sent a masked or oversized frame')
  if (bytes.length < 2 + size) return null
  const payload = bytes.slice(2, 2 + size)
  const length = 2 + size
  switch (opcode) {
    case OPCODE.text:
      if (size !== 1 || payload[0] !== DOT) throw new BellFrameError('the server sent a text that is not "."')
      return { frame: { kind: 'ring' }, length }
    case OPCODE.ping:
      return { frame: { kind: 'ping', payload }, length }
    case OPCODE.pong:
      return { frame: { kind: 'pong' }, length }
    default:
      return { frame: { kind: 'close' }, length }
  }
}

/** A client's frame, masked as RFC 6455 §5.3 demands. `mask` is 4 unpredictable bytes. */
export function clientFrame(kind: 'pong' | 'close', payload: Uint8Array, mask: Uint8Array): Uint8Array {
  const frame = new Uint8Array(6 + payload.length)
  frame[0] = FINAL | OPCODE[kind]
  frame[1] = MASKED | payload.length
  frame.set(mask, 2)
  for (let i = 0; i < payload.length; i++) frame[6 + i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0)
  return frame
}
