import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'

/** Room for the log and the records of what was already begun; a task of 2,000 items writes about 1 MiB. */
const RESERVE_BYTES = 4 * 1024 * 1024

/**
 * A file that stands for free space: on a full disk it is given up, so that outcomes of work in flight can still be written, and new
 * work waits until it could be laid down again. Written with real bytes: a sparse file would hold nothing.
 */
export function journalReserve(path: string): { hold(): boolean; release(): boolean } {
  let held: boolean | null = null
  return {
    hold: () => {
      if (held !== true) held = isThere(path) || layDown(path)
      return held
    },
    release: () => {
      if (!isThere(path)) return false
      held = false
      rmSync(path, { force: true })
      return true
    },
  }
}

function isThere(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= RESERVE_BYTES
}

function layDown(path: string): boolean {
  const unfinished = `${path}.unfinished`
  try {
    const file = openSync(unfinished, 'w', 0o600)
    try {
      const block = Buffer.alloc(64 * 1024, 1)
      for (let at = 0; at < RESERVE_BYTES; at += block.length) {
        if (writeSync(file, block) !== block.length) throw new Error('short write')
      }
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(unfinished, path)
    return true
  } catch {
    // Full or read-only: the caller begins nothing and asks again later.
    rmSync(unfinished, { force: true })
    return false
  }
}
