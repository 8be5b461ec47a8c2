import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import type { NewFile } from '../session/command-context.ts'

/** Writes as the bytes come, so that they do not gather in memory; a file that is there is not overwritten. */
export function createFile(path: string): NewFile {
  const file = openSync(path, 'wx', 0o600)
  return {
    write(bytes) {
      for (let at = 0; at < bytes.byteLength; ) at += writeSync(file, bytes, at)
    },
    finish() {
      fsyncSync(file)
      closeSync(file)
    },
    discard() {
      closeSync(file)
      rmSync(path, { force: true })
    },
  }
}
