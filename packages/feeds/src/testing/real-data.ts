import { existsSync, readFileSync } from 'node:fs'

const beside = new URL('../../../../../shared/data/', import.meta.url)

/** Bytes of a real file that may not be shipped with the product, in a folder beside the checkout; null where it is not there. */
export function realData(path: string): Uint8Array | null {
  const file = new URL(path, beside)
  return existsSync(file) ? readFileSync(file) : null
}

/** As `realData`; a test that calls it is skipped by name where the file is absent. */
export function realDataOr(skip: (note: string) => never, path: string): Uint8Array {
  return realData(path) ?? skip(`absent: shared/data/${path}, which cannot be shipped`)
}
