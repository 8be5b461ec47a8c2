import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ownRegistry } from './registry.ts'

/** A fresh folder (0700) inside this process's registry, so that it goes with the process however that ends. */
export function makeTemporaryFolder(purpose: string): string {
  return mkdtempSync(join(ownRegistry().folder, `${purpose}-`))
}

/** The same for one piece of work: gone when `work` is done or has failed. */
export async function inTemporaryFolder<T>(purpose: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeTemporaryFolder(purpose)
  try {
    return await work(folder)
  } finally {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 })
    } catch {
      // A program that is still ending (gpg-agent) takes its own files away meanwhile; the rest goes with the registry.
    }
  }
}
