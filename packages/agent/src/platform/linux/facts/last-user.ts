import type { Disk } from '../../../core/ports/disk.ts'

/** Some ten thousand newest records; older ones cannot be the last. */
const NEWEST_BYTES = 4 * 1024 * 1024
const USER_PROCESS = 7

/** Last person who logged in, from wtmp(5). Null where nobody did, or where the system keeps no wtmp (Debian 13 and later). */
export async function readLastUser(disk: Disk): Promise<{ name: string; atMs: number } | null> {
  for (const path of ['/var/log/wtmp', '/run/utmp']) {
    const size = (await disk.stat(path).catch(() => null))?.size ?? 0
    const bytes = await disk.readEnd(path, NEWEST_BYTES).catch(() => new Uint8Array())
    const found = lastUserOf(bytes, size)
    if (found !== null) return found
  }
  return null
}

/**
 * glibc's struct utmp: 384 bytes where times are 32 bits wide for the sake of old programs (x86, ppc, s390), 400 where they are not
 * (aarch64, riscv64). `wholeSize` tells which, and where records begin in the end of a file.
 */
export function lastUserOf(end: Uint8Array, wholeSize: number): { name: string; atMs: number } | null {
  for (const [recordSize, timeAt] of [
    [384, 340],
    [400, 344],
  ] as const) {
    if (wholeSize === 0 || wholeSize % recordSize !== 0) continue
    const view = new DataView(end.buffer, end.byteOffset, end.byteLength)
    for (let at = end.length - recordSize; at >= 0; at -= recordSize) {
      if (view.getInt16(at, true) !== USER_PROCESS) continue
      const name = textAt(end, at + 44, 32)
      const seconds = view.getUint32(at + timeAt, true)
      if (name !== '' && seconds > 0) return { name, atMs: seconds * 1000 }
    }
  }
  return null
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length)
  const end = field.indexOf(0)
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end)).replace(/[\x00-\x1f\x7f-\x9f]/g, '?')
}
