import { createHash } from 'node:crypto'
import { type Disk, DiskError, type FileStat } from '../core/ports/disk.ts'

/** Content, or the target of a link. */
export type MemoryFile = string | Uint8Array | { readonly link: string }

/** Files by absolute path, for readers of /proc, /sys and /etc; folders follow from the paths. Nothing is ever written. */
export function createMemoryDisk(files: Readonly<Record<string, MemoryFile>>): Disk {
  const paths = Object.keys(files)
  const isLink = (file: MemoryFile | undefined): file is { readonly link: string } =>
    typeof file === 'object' && !(file instanceof Uint8Array)
  const bytesOf = (path: string): Uint8Array => {
    const file = files[path]
    if (file === undefined || isLink(file)) throw new DiskError('E_DISK_NOT_FOUND', `${path}: ENOENT`)
    return typeof file === 'string' ? new TextEncoder().encode(file) : file
  }
  const isFolder = (path: string): boolean => paths.some(one => one.startsWith(`${path === '/' ? '' : path}/`))
  const refuse = (): never => {
    throw new DiskError('E_DISK_DENIED', 'this disk is for reading')
  }
  const read = (path: string, maxBytes: number): Uint8Array => {
    const bytes = bytesOf(path)
    if (bytes.length > maxBytes) throw new DiskError('E_DISK_TOO_LARGE', `${path} is larger than ${maxBytes} bytes`)
    return bytes
  }
  return {
    read: async (path, maxBytes) => read(path, maxBytes),
    readText: async (path, maxBytes) => new TextDecoder().decode(read(path, maxBytes)),
    readEnd: async (path, maxBytes) => bytesOf(path).slice(-maxBytes),
    list: async path => {
      if (!isFolder(path)) throw new DiskError('E_DISK_NOT_FOUND', `${path}: ENOENT`)
      const below = paths
        .filter(one => one.startsWith(`${path}/`))
        .map(one => one.slice(path.length + 1).split('/')[0] ?? '')
      return [...new Set(below)].sort().map(name => ({
        name,
        kind: isLink(files[`${path}/${name}`])
          ? ('link' as const)
          : files[`${path}/${name}`] === undefined
            ? ('directory' as const)
            : ('file' as const),
      }))
    },
    stat: async path => {
      const file = files[path]
      if (file === undefined && !isFolder(path)) return null
      const found: FileStat = {
        kind: file === undefined ? 'directory' : 'file',
        size: file === undefined || isLink(file) ? 0 : bytesOf(path).length,
        mode: 0o644,
        uid: 0,
        mtimeMs: 0,
        device: { major: 8, minor: 1 },
        inode: String(1000 + paths.indexOf(path)),
      }
      return found
    },
    readLink: async path => {
      const file = files[path]
      return isLink(file) ? file.link : null
    },
    digest: async path => {
      const bytes = bytesOf(path)
      return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
    },
    copyAtomic: refuse,
    writeAtomic: refuse,
    makeDirectory: refuse,
    remove: refuse,
    freeBytes: async () => 1_000_000_000,
  }
}
