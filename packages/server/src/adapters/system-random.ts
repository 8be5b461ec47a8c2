import { randomBytes, randomUUID } from 'node:crypto'
import type { Random } from '@patchyard/domain'

/** The operating system's generator. */
export const systemRandom: Random = {
  bytes: length => randomBytes(length),
  uuid: () => randomUUID(),
  fraction: () => Math.random(),
}
