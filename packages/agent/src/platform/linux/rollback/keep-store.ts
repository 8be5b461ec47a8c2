import { type Disk, DiskError, type FileDigest } from '../../../core/ports/disk.ts'
import type { RollbackPoint } from '../../../core/ports/rollback.ts'
import { pointId, pointText, readPoint } from './rollback-point.ts'

/**
 * Earlier packages and what they are for, in a folder of the agent's own (0700), apart from the package manager's cache, which is emptied
 * after an installation: `files/<SHA-256>.<ending>` holds packages, `points/<id>.json` says which item needs which. Everything is written
 * whole and synchronised; a file counts only while its bytes have the digest of its name.
 */
export interface KeepStore {
  /** A folder for packages on their way in, emptied first. */
  incoming(): Promise<string>
  /**
   * Makes room for so many bytes by dropping the oldest points; the patches of those. Null: it will not fit, and nothing was dropped.
   */
  makeRoom(bytes: number): Promise<readonly string[] | null>
  /** Takes a package in. `ending` tells the engine what it is (`deb`, `rpm`). @throws DiskError */
  add(path: string, ending: string): Promise<FileDigest>
  /** Path of a package that is whole; a torn one is removed. */
  fileOf(sha256: string, ending: string): Promise<string | null>
  /** Size of a package, whole or not; null when it is not there. */
  sizeOf(sha256: string, ending: string): Promise<number | null>
  /** Newest first. */
  points(): Promise<readonly RollbackPoint[]>
  pointOf(patch: string): Promise<RollbackPoint | null>
  /** @throws DiskError */
  put(point: RollbackPoint): Promise<void>
  drop(patch: string): Promise<void>
  /** Removes packages that no point needs, and what was on its way in. Never throws. */
  tidy(): Promise<void>
}

export interface KeepStoreOptions {
  readonly folder: string
  /** Of the packages together. */
  readonly capBytes?: number
}

/** About forty updates of an ordinary server; a host with little room keeps less, because the reserve comes first. */
const CAP_BYTES = 2 * 1024 ** 3
/** Left for the host: a full disk is worse than a one-way update. */
const RESERVE_BYTES = 512 * 1024 ** 2
const LARGEST_POINT = 1024 * 1024

export function createKeepStore(disk: Disk, { folder, capBytes = CAP_BYTES }: KeepStoreOptions): KeepStore {
  const files = `${folder}/files`
  const pointFolder = `${folder}/points`
  const incoming = `${folder}/incoming`
  const pathOf = (sha256: string, ending: string) => `${files}/${sha256}.${ending}`

  async function points(): Promise<RollbackPoint[]> {
    const found: RollbackPoint[] = []
    for (const { name } of await listed(pointFolder)) {
      if (!/^[0-9a-f]{32}\.json$/.test(name)) continue
      const text = await disk.readText(`${pointFolder}/${name}`, LARGEST_POINT).catch(nothing)
      const point = text === null ? null : readPoint(text)
      // A point under another's name would be dropped in place of it.
      if (point !== null && `${pointId(point.patch)}.json` === name) found.push(point)
    }
    return found.sort((a, b) => b.madeMs - a.madeMs || (a.patch < b.patch ? -1 : 1))
  }

  async function listed(path: string): Promise<Awaited<ReturnType<Disk['list']>>> {
    return (await disk.list(path).catch(nothing)) ?? []
  }

  async function held(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>()
    for (const { name } of await listed(files)) sizes.set(name, (await disk.stat(`${files}/${name}`))?.size ?? 0)
    return sizes
  }

  async function sweep(): Promise<void> {
    const wanted = new Set((await points()).flatMap(digests))
    for (const { name } of await listed(files)) {
      if (!wanted.has(name.split('.')[0] ?? '')) await disk.remove(`${files}/${name}`).catch(nothing)
    }
  }

  return {
    incoming: async () => {
      await disk.remove(incoming)
      for (const path of [folder, files, pointFolder, incoming]) await disk.makeDirectory(path, 0o700)
      return incoming
    },
    makeRoom: async bytes => {
      await sweep()
      const all = await points()
      const sizes = await held()
      let used = [...sizes.values()].reduce((sum, size) => sum + size, 0)
      const free = (await disk.freeBytes(folder).catch(nothing)) ?? (await disk.freeBytes('/'))
      const allowed = Math.min(capBytes, used + free - RESERVE_BYTES)
      if (bytes > allowed) return null
      const dropped: string[] = []
      while (used + bytes > allowed) {
        const oldest = all.findLast(point => digests(point).length > 0)
        if (oldest === undefined) break
        all.splice(all.indexOf(oldest), 1)
        const stillWanted = new Set(all.flatMap(digests))
        for (const [name, size] of sizes) {
          if (stillWanted.has(name.split('.')[0] ?? '')) continue
          used -= size
          sizes.delete(name)
        }
        await disk.remove(`${pointFolder}/${pointId(oldest.patch)}.json`)
        dropped.push(oldest.patch)
      }
      if (dropped.length > 0) await sweep()
      return dropped
    },
    add: async (path, ending) => {
      const { sha256 } = await disk.digest(path)
      const copied = await disk.copyAtomic(path, pathOf(sha256, ending), 0o600)
      if (copied.sha256 === sha256) return copied
      await disk.remove(pathOf(sha256, ending))
      throw new DiskError('E_DISK_IO', `${path} changed while it was copied`)
    },
    fileOf: async (sha256, ending) => {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return null
      const path = pathOf(sha256, ending)
      const found = await disk.digest(path).catch(nothing)
      if (found === null) return null
      if (found.sha256 === sha256) return path
      await disk.remove(path).catch(nothing)
      return null
    },
    sizeOf: async (sha256, ending) => (await disk.stat(pathOf(sha256, ending)).catch(nothing))?.size ?? null,
    points,
    pointOf: async patch => (await points()).find(point => point.patch === patch) ?? null,
    put: async point => {
      await disk.makeDirectory(pointFolder, 0o700)
      await disk.writeAtomic(`${pointFolder}/${pointId(point.patch)}.json`, pointText(point))
    },
    drop: async patch => {
      await disk.remove(`${pointFolder}/${pointId(patch)}.json`).catch(nothing)
      await sweep()
    },
    tidy: async () => {
      await disk.remove(incoming).catch(nothing)
      await sweep().catch(nothing)
    },
  }
}

const digests = (point: RollbackPoint): string[] =>
  point.changes.flatMap(change => (change.file === null ? [] : [change.file.sha256]))

/** What cannot be read is not there; a fault of ours still ends the process. */
function nothing(error: unknown): null {
  if (error instanceof DiskError) return null
  throw error
}
