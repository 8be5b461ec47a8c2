import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashInputs } from './built.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchyard-built-'))
  mkdirSync(join(root, 'web/src'), { recursive: true })
  mkdirSync(join(root, 'web/dist'))
  writeFileSync(join(root, 'web/src/page.ts'), 'a')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it.each<[string, boolean, () => void]>([
  ['a changed byte', true, () => writeFileSync(join(root, 'web/src/page.ts'), 'b')],
  ['a new file', true, () => writeFileSync(join(root, 'web/src/list.ts'), '')],
  ['another time', false, () => utimesSync(join(root, 'web/src/page.ts'), 1, 1)],
  ['a test', false, () => writeFileSync(join(root, 'web/src/page.test.ts'), 'c')],
  ['what was built', false, () => writeFileSync(join(root, 'web/dist/page.js'), 'c')],
])('%s makes a product stale: %s', (_, stale, change) => {
  const before = hashInputs(root, ['web', 'absent'])
  change()
  expect(hashInputs(root, ['web', 'absent']) !== before).toBe(stale)
})
