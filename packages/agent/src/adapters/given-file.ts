import { existsSync, readFileSync } from 'node:fs'

/** Text of a file that a person named on the command line; `-` is standard input. Errors are Node's, with the path in their sentence. */
export function readGivenFile(path: string): string {
  return readFileSync(path === '-' ? 0 : path, 'utf8')
}

export function isThere(path: string): boolean {
  return existsSync(path)
}
