import { verify } from 'node:crypto'
import type { VerifySignature } from '../door.ts'

/**
 * Signatures checked on libuv's thread pool. In the event loop's own thread they were more than half of a check-in (165 of
 * 310 µs, bench/checkin.ts) and every other request waited behind them.
 */
export const threadPoolVerify: VerifySignature = (publicKey, message, signature) =>
  new Promise(resolve => {
    if (signature.length !== 64) return resolve(false)
    verify(null, message, publicKey.key, signature, (error, good) => {
      resolve(error === null && good)
    })
  })
