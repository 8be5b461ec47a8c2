/** Files as a port: every read has a limit, every write is whole or not there. */
export interface Disk {
  /** The file's bytes. `E_DISK_TOO_LARGE` above `maxBytes`. Works on /proc and /sys, whose files say they are empty. */
  read(path: string, maxBytes: number): Promise<Uint8Array>
  /** As `read`, as UTF-8 with U+FFFD for what is not. */
  readText(path: string, maxBytes: number): Promise<string>
  /** The last `maxBytes` bytes of a regular file, all of it when it is shorter. For logs that only grow. */
  readEnd(path: string, maxBytes: number): Promise<Uint8Array>
  /** Entries of a folder, sorted by name, without `.` and `..`. */
  list(path: string): Promise<DirectoryEntry[]>
  /** Follows links; null when there is nothing. */
  stat(path: string): Promise<FileStat | null>
  /** Target text of a link as stored; null when there is no link. */
  readLink(path: string): Promise<string | null>
  /** Whole new content or the old one: written beside, synchronised, renamed, folder synchronised. Default mode 0600. */
  writeAtomic(path: string, content: Uint8Array | string, mode?: number): Promise<void>
  /** SHA-256 and size of a file, read in pieces however large it is. */
  digest(path: string): Promise<FileDigest>
  /** A whole copy or none, as `writeAtomic`; the digest is of the bytes that were written. */
  copyAtomic(from: string, to: string, mode?: number): Promise<FileDigest>
  /** Makes the folder and its parents; existing ones stay as they are. Default mode 0700. */
  makeDirectory(path: string, mode?: number): Promise<void>
  /** Removes a file or a whole folder; nothing there is fine. */
  remove(path: string): Promise<void>
  /** Bytes that an unprivileged write may still take on the file system of `path`. */
  freeBytes(path: string): Promise<number>
}

export interface FileDigest {
  /** Hexadecimal. */
  readonly sha256: string
  readonly bytes: number
}

export interface DirectoryEntry {
  readonly name: string
  readonly kind: FileKind
}

export type FileKind = 'file' | 'directory' | 'link' | 'other'

export interface FileStat {
  readonly kind: FileKind
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly mtimeMs: number
  /** `major` and `minor` of the file system and the inode: what /proc/locks names. */
  readonly device: { readonly major: number; readonly minor: number }
  /** Decimal text: overlayfs sets the highest of its 64 bits. */
  readonly inode: string
}

export type DiskErrorCode = 'E_DISK_NOT_FOUND' | 'E_DISK_DENIED' | 'E_DISK_TOO_LARGE' | 'E_DISK_FULL' | 'E_DISK_IO'

export class DiskError extends Error {
  readonly code: DiskErrorCode

  constructor(code: DiskErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DiskError'
    this.code = code
  }
}
