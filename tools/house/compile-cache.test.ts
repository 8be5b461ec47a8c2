import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { compileCache } from './compile-cache.mjs'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchyard-compiled-'))
  vi.stubEnv('XDG_CACHE_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true })
})

const fill = (files: number): void => {
  const folder = join(home, 'patchyard', 'compiled', 'v24')
  mkdirSync(folder, { recursive: true })
  for (let n = 0; n < files; n++) writeFileSync(join(folder, String(n)), '')
}

it('stands in the user’s cache, and need not be there yet', () => {
  expect(compileCache()).toBe(join(home, 'patchyard', 'compiled'))
})

it('is kept while it is small, and emptied when it has grown too large', () => {
  fill(5)
  compileCache(10)
  expect(readdirSync(join(home, 'patchyard', 'compiled', 'v24'))).toHaveLength(5)
  fill(11)
  compileCache(10)
  expect(readdirSync(join(home, 'patchyard'))).toEqual([])
})
