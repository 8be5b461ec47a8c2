import type { Disk } from '../../../core/ports/disk.ts'

/** First 64 KiB-sized files of /proc, /sys and /etc: a fact that is not there is null, never an error. */
export async function readFact(disk: Disk, path: string, maxBytes = 65_536): Promise<string | null> {
  const text = await disk.readText(path, maxBytes).catch(() => '')
  return text.replaceAll('\0', '').trim() || null
}
