import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '@patchyard/domain'
import { type Incoming, type SnapshotStore, SyncError } from '../snapshot-store.ts'

const HOUR_MS = 3_600_000
const shaPattern = /^[0-9a-f]{64}$/
const uploadPattern = /^[a-z0-9-]{1,120}$/

/**
 * `folder` is made when the first document comes. `capBytes`: for all of them together. Two thousand files a folder at most, by the
 * first two digits: some feeds have fifty thousand documents.
 */
export function diskSnapshots(ports: { folder: string; capBytes: number; random: Random }): SnapshotStore {
  const { folder, capBytes, random } = ports
  const incoming = join(folder, 'incoming')
  let used = 0
  let counted: Promise<void> | null = null

  const pathOf = (sha256: string): string => {
    if (!shaPattern.test(sha256)) throw new RangeError(`"${sha256}" is not a SHA-256`)
    return join(folder, sha256.slice(0, 2), sha256)
  }
  const uploadPath = (upload: string): string => {
    if (!uploadPattern.test(upload)) throw new RangeError(`"${upload}" is not the name of an upload`)
    return join(incoming, `${upload}.part`)
  }

  async function reserve(bytes: number): Promise<void> {
    counted ??= files(folder).then(found => {
      used = found.reduce((sum, file) => sum + file.size, 0)
    })
    await counted
    if (used + bytes > capBytes)
      throw new SyncError(
        'feed_disk_full',
        `the documents of feeds take ${used} of the ${capBytes} bytes that they may`,
      )
    used += bytes
  }
  const release = (bytes: number): void => {
    if (counted !== null) used -= bytes
  }

  /** Puts a finished file under its name; a second copy is not kept. */
  async function place(from: string, sha256: string, bytes: number): Promise<void> {
    const target = pathOf(sha256)
    await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 })
    if ((await sizeOf(target)) !== null) {
      await rm(from, { force: true })
      release(bytes)
      return
    }
    await rename(from, target)
    await syncFolder(join(folder, sha256.slice(0, 2)))
  }

  return {
    async begin() {
      await reserve(0)
      const path = join(incoming, `${random.uuid()}.unverified`)
      const file = await withRoom(async () => {
        await mkdir(incoming, { recursive: true, mode: 0o700 })
        return open(path, 'wx', 0o600)
      })
      return incomingFile({ path, file, reserve, release, place })
    },
    has: async sha256 => (await sizeOf(pathOf(sha256))) !== null,
    read: sha256 => contentsOf(pathOf(sha256)),

    async keepOnly(named) {
      const before = Date.now() - HOUR_MS
      for (const file of await files(folder)) {
        if (named.has(file.name) || file.atMs > before) continue
        await rm(file.path, { force: true })
        release(file.size)
      }
    },

    pieceSize: async upload => (await sizeOf(uploadPath(upload))) ?? 0,
    async addPiece(upload, offset, bytes) {
      const path = uploadPath(upload)
      const size = (await sizeOf(path)) ?? 0
      if (offset !== size) throw new RangeError(`the next piece begins at ${size}`)
      await reserve(bytes.byteLength)
      try {
        await withRoom(async () => {
          await mkdir(incoming, { recursive: true, mode: 0o700 })
          const file = await open(path, 'a', 0o600)
          try {
            await file.appendFile(bytes)
            await file.sync()
          } catch (error) {
            await file.truncate(offset)
            throw error
          } finally {
            await file.close()
          }
        })
      } catch (error) {
        release(bytes.byteLength)
        throw error
      }
    },
    async adopt(upload, sha256) {
      const path = uploadPath(upload)
      const size = (await sizeOf(path)) ?? 0
      const hash = createHash('sha256')
      if (size > 0) for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
      if (hash.digest('hex') !== sha256) {
        await rm(path, { force: true })
        release(size)
        return false
      }
      await place(path, sha256, size)
      return true
    },
  }
}

function incomingFile(parts: {
  path: string
  file: FileHandle
  reserve(bytes: number): Promise<void>
  release(bytes: number): void
  place(from: string, sha256: string, bytes: number): Promise<void>
}): Incoming {
  const { path, file, reserve, release, place } = parts
  const hash = createHash('sha256')
  let bytes = 0
  let isOpen = true
  return {
    async write(chunk) {
      await reserve(chunk.byteLength)
      bytes += chunk.byteLength
      hash.update(chunk)
      await withRoom(() => file.writeFile(chunk))
    },
    async finish() {
      await withRoom(() => file.sync())
      await file.close()
      isOpen = false
      const sha256 = hash.digest('hex')
      await place(path, sha256, bytes)
      return { sha256, bytes }
    },
    async discard() {
      if (!isOpen) return
      isOpen = false
      await file.close()
      await rm(path, { force: true })
      release(bytes)
    },
  }
}

/** Opened when somebody reads: a stream that nobody listens to yet would end the process with its error. */
async function* contentsOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Buffer
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new SyncError('feed_hash', 'its bytes are no longer in the data folder', error)
    throw error
  }
}

async function withRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'))
      throw new SyncError('feed_disk_full', 'the disk of the data folder is full', error)
    throw error
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    found => found.size,
    () => null,
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

interface Found {
  readonly path: string
  readonly name: string
  readonly size: number
  readonly atMs: number
}

async function files(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const found: Found[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const known = await stat(path).catch(() => null)
    if (known !== null) found.push({ path, name: entry.name, size: known.size, atMs: known.mtimeMs })
  }
  return found
}
