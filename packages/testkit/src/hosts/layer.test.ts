import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { layerCache, lowerFolders, provideLayer, type Recipe, recipeDigest } from './layer.ts'

let folder: string
let source: string
let builds = 0

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchyard-layers-'))
  vi.stubEnv('PATCHYARD_CACHE', join(folder, 'cache'))
  source = join(folder, 'recipe.txt')
  writeFileSync(source, 'one')
  builds = 0
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const recipe = (change: Partial<Recipe> = {}): Recipe => ({
  name: 'toy',
  sources: [pathToFileURL(source)],
  async build(target) {
    builds++
    await sleep(50)
    writeFileSync(join(target, 'root', 'built'), String(builds))
  },
  ...change,
})

test('a layer that several ask for at once is built once, and later ones find it', async () => {
  const layers = await Promise.all([provideLayer(recipe()), provideLayer(recipe()), provideLayer(recipe())])
  expect(builds).toBe(1)
  expect(new Set(layers.map(layer => layer.folder)).size).toBe(1)
  expect(readFileSync(join((await provideLayer(recipe())).folder, 'root', 'built'), 'utf8')).toBe('1')
})

test('a build that fails leaves nothing that could be taken for a layer, and is tried again', async () => {
  const failing = recipe({
    build: target => {
      writeFileSync(join(target, 'root', 'half'), '')
      return Promise.reject(new Error('the mirror is down'))
    },
  })
  await expect(provideLayer(failing)).rejects.toMatchObject({ cause: { message: 'the mirror is down' } })
  expect(readdirSync(layerCache()).filter(name => !name.endsWith('.lock'))).toEqual([])
  await provideLayer(recipe())
  expect(builds).toBe(1)
})

test('the digest follows the recipe’s own files, its name and its parent', () => {
  const first = recipeDigest(recipe())
  expect(recipeDigest(recipe())).toBe(first)
  expect(recipeDigest(recipe({ name: 'other' }))).not.toBe(first)
  expect(recipeDigest(recipe({ parent: recipe({ name: 'base' }) }))).not.toBe(first)
  writeFileSync(source, 'two')
  expect(recipeDigest(recipe())).not.toBe(first)
})

test('layers stack with the youngest on top', async () => {
  const layer = await provideLayer(recipe({ parent: recipe({ name: 'base' }) }))
  expect(lowerFolders(layer).map(path => path.slice(layerCache().length + 1).replace(/-[0-9a-f]{16}/, ''))).toEqual([
    'toy/root',
    'base/root',
  ])
})

test('a new layer removes older ones of its name that nobody has used for days, and no others', async () => {
  const unused = join(layerCache(), 'toy-0123456789abcdef')
  const used = join(layerCache(), 'toy-fedcba9876543210')
  const other = join(layerCache(), 'toy-other-0123456789abcdef')
  const longAgo = new Date(Date.now() - 4 * 24 * 3600 * 1000)
  for (const path of [unused, used, other]) mkdirSync(path, { recursive: true })
  for (const path of [unused, other]) utimesSync(path, longAgo, longAgo)
  await provideLayer(recipe())
  expect([unused, used, other].map(path => existsSync(path))).toEqual([false, true, true])
})
