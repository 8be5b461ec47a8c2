import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readlink, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Disk, DiskError, type DiskErrorCode, type FileDigest, type FileKind } from '../core/ports/disk.ts'

export function createNodeDisk(): Disk {
  return {
    read,
    readText: async (path, maxBytes) => Buffer.from(await read(path, maxBytes)).toString('utf8'),
    readEnd,
    list: path =>
      guarded(path, async () => {
        const entries = await readdir(path, { withFileTypes: true })
        return entries
          .map(entry => ({ name: entry.name, kind: kindOf(entry) }))
          .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      }),
    stat: path =>
      guarded(path, async () => {
        const found = await stat(path, { bigint: true }).catch(nothingWhenAbsent)
        if (found === null) return null
        return {
          kind: kindOf(found),
          size: Number(found.size),
          mode: Number(found.mode) & 0o7777,
          uid: Number(found.uid),
          mtimeMs: Number(found.mtimeMs),
          device: deviceNumbers(found.dev),
          // Node hands 64 bits on as a signed number.
          inode: BigInt.asUintN(64, found.ino).toString(),
        }
      }),
    readLink: path =>
      guarded(path, async () => {
        return await readlink(path).catch((error: unknown) => {
          // EINVAL: there is something, but no link.
          if (codeOf(error) === 'EINVAL') return null
          return nothingWhenAbsent(error)
        })
      }),
    writeAtomic: (path, content, mode = 0o600) => guarded(path, () => writeAtomic(path, content, mode)),
    digest: path => guarded(path, () => inPieces(path, async () => {})),
    copyAtomic: (from, to, mode = 0o600) =>
      guarded(to, () => wholeFile(to, mode, file => inPieces(from, piece => file.writeFile(piece)))),
    makeDirectory: (path, mode = 0o700) =>
      guarded(path, async () => {
        await mkdir(path, { recursive: true, mode })
      }),
    remove: path => guarded(path, () => rm(path, { recursive: true, force: true })),
    freeBytes: path =>
      guarded(path, async () => {
        const found = await statfs(path, { bigint: true })
        return Number(found.bavail * found.bsize)
      }),
  }
}

/** Read in steps until the end rather than by the size in stat: files of /proc say 0. */
function read(path: string, maxBytes: number): Promise<Uint8Array> {
  return guarded(path, async () => {
    if (KERNEL_FILES.test(path)) return readAtOnce(path, maxBytes)
    // O_NONBLOCK: a named pipe in place of the file must not hold the agent for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const chunks: Buffer[] = []
      let length = 0
      for (;;) {
        const chunk = Buffer.allocUnsafe(Math.min(65_536, maxBytes + 1 - length))
        const { bytesRead } = await file.read(chunk, 0, chunk.length, null)
        if (bytesRead === 0) return Buffer.concat(chunks)
        length += bytesRead
        if (length > maxBytes) throw new DiskError('E_DISK_TOO_LARGE', `${path} is larger than ${maxBytes} bytes`)
        chunks.push(chunk.subarray(0, bytesRead))
      }
    } finally {
      await file.close()
    }
  })
}

/**
 * The kernel answers these from memory. A look at the processes reads hundreds of them, and each step through Node's thread pool costs more
 * than the reading: the maps of 106 processes took 10 ms of processor time by promises, 3.5 ms at once.
 */
const KERNEL_FILES = /^\/(?:proc|sys)\//

function readAtOnce(path: string, maxBytes: number): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const chunks: Buffer[] = []
    let length = 0
    for (;;) {
      const bytesRead = readSync(file, SCRATCH)
      if (bytesRead === 0) return Buffer.concat(chunks)
      length += bytesRead
      if (length > maxBytes) throw new DiskError('E_DISK_TOO_LARGE', `${path} is larger than ${maxBytes} bytes`)
      chunks.push(Buffer.from(SCRATCH.subarray(0, bytesRead)))
    }
  } finally {
    closeSync(file)
  }
}

const SCRATCH = Buffer.alloc(65_536)

function readEnd(path: string, maxBytes: number): Promise<Uint8Array> {
  return guarded(path, async () => {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const { size } = await file.stat()
      const buffer = Buffer.alloc(Math.min(size, maxBytes))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, size - buffer.length)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  })
}

/** Hands the file on in pieces of 1 MiB; a package may have hundreds of them. */
async function inPieces(path: string, take: (piece: Uint8Array) => Promise<void>): Promise<FileDigest> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(1024 * 1024)
  let bytes = 0
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes }
      const piece = buffer.subarray(0, bytesRead)
      hash.update(piece)
      bytes += bytesRead
      await take(piece)
    }
  } finally {
    await file.close()
  }
}

function writeAtomic(path: string, content: Uint8Array | string, mode: number): Promise<void> {
  return wholeFile(path, mode, file => file.writeFile(content))
}

async function wholeFile<T>(path: string, mode: number, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const folder = dirname(path)
  const beside = join(folder, `.${basename(path)}.new`)
  await rm(beside, { force: true })
  const file = await open(beside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode)
  let written: T
  try {
    // The umask took bits away from `mode` at creation.
    await file.chmod(mode)
    written = await write(file)
    await file.sync()
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(beside, path)
  const parent = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await parent.sync()
  } finally {
    await parent.close()
  }
  return written
}

/** Layout of dev_t in glibc's <bits/sysmacros.h>; /proc/locks prints the same two numbers in hexadecimal. */
function deviceNumbers(device: bigint): { major: number; minor: number } {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n)
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n)
  return { major: Number(major), minor: Number(minor) }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FileKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

function nothingWhenAbsent(error: unknown): null {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return null
  throw error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const CODES: Readonly<Record<string, DiskErrorCode>> = {
  ENOENT: 'E_DISK_NOT_FOUND',
  ENOTDIR: 'E_DISK_NOT_FOUND',
  // A process of /proc that ended between listing and reading.
  ESRCH: 'E_DISK_NOT_FOUND',
  EACCES: 'E_DISK_DENIED',
  EPERM: 'E_DISK_DENIED',
  ENOSPC: 'E_DISK_FULL',
  EDQUOT: 'E_DISK_FULL',
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DiskError) throw error
    const code = codeOf(error)
    throw new DiskError(CODES[code] ?? 'E_DISK_IO', `${path}: ${code === '' ? String(error) : code}`, { cause: error })
  }
}
