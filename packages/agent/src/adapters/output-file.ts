import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'

const LOOK_EVERY_MS = 100
/** Beyond this the file is emptied under the writer, who appends: a script that floods must not fill the disk. */
const LARGEST_FILE = 32 * 1024 * 1024
/**
 * Taken in one look. `yes` writes faster than this process reads: a look to the end would have no end, and nobody would be left to watch the
 * clock. Who is further behind than {@link LARGEST_BACKLOG} is a flood: its middle is dropped, as every log keeps head and tail only.
 */
const LARGEST_LOOK = 4 * 1024 * 1024
const LARGEST_BACKLOG = 16 * 1024 * 1024

export interface OutputFile {
  /** To be given to the child for both streams. */
  readonly fd: number
  /** Reads what is left and lets the file go. The child's own descriptors stay good. */
  finish(): void
}

/**
 * Output of a program that must outlive the agent. A pipe would die with its reader, and the next line that apt or a maintainer script
 * prints would kill it by SIGPIPE in mid-transaction; a file without a name has no reader to lose.
 */
export function openOutputFile(onChunk: (chunk: Buffer) => void): OutputFile {
  const path = join(tmpdir(), `.patchyard-${randomBytes(16).toString('hex')}`)
  const { O_RDWR, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW } = constants
  const fd = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, 0o600)
  unlinkSync(path)
  let position = 0
  let hasHead = false
  const read = (mostBytes: number) => {
    const buffer = Buffer.allocUnsafe(64 * 1024)
    const { size } = fstatSync(fd)
    if (size - position > LARGEST_BACKLOG && hasHead) position = size - LARGEST_LOOK
    hasHead = true
    const until = Math.min(size, position + mostBytes)
    while (position < until) {
      const count = readSync(fd, buffer, 0, Math.min(buffer.length, until - position), position)
      if (count === 0) break
      position += count
      onChunk(Buffer.from(buffer.subarray(0, count)))
    }
    if (size > LARGEST_FILE) {
      ftruncateSync(fd, 0)
      position = 0
    }
  }
  const timer = setInterval(() => read(LARGEST_LOOK), LOOK_EVERY_MS)
  return {
    fd,
    finish: () => {
      clearInterval(timer)
      read(LARGEST_LOOK)
      read(LARGEST_BACKLOG)
      closeSync(fd)
    },
  }
}
