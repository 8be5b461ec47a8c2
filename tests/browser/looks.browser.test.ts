import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAnswers } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const ground = 'getComputedStyle(document.body).backgroundColor'
const fleet = () => sampleAnswers({ nowMs: Date.now() })

describe('light and dark', () => {
  it('follow the system until a person chooses, and keep the choice', async () => {
    await using here = await visit(browser, fleet(), { scheme: 'dark' })
    await here.go('/assets')
    const dark = await here.page.evaluate(ground)
    await here.page.getByRole('button', { name: /menu$/ }).click()
    await here.page.getByRole('menuitemradio', { name: 'Light' }).click()
    const light = await here.page.evaluate(ground)
    expect(light).not.toBe(dark)
    await here.page.reload()
    await here.page.getByRole('heading', { name: 'Assets' }).waitFor()
    expect(await here.page.evaluate(ground)).toBe(light)
  })

  it('are right before the first script of the application runs', async () => {
    await using here = await visit(browser, fleet(), { scheme: 'dark' })
    let letGo = (): void => {}
    const held = new Promise<void>(resolve => {
      letGo = resolve
    })
    await here.page.route('**/assets/*.js', async route => {
      await held
      await route.continue()
    })
    await here.page.goto(here.server.url, { waitUntil: 'commit' })
    await expect.poll(() => here.page.evaluate('document.documentElement.dataset.mantineColorScheme')).toBe('dark')
    expect(await here.page.evaluate('document.body.innerText')).toBe('')
    letGo()
    await here.page.getByRole('heading', { level: 1 }).waitFor()
  })
})

describe('times', () => {
  it('name their zone, and UTC comes up under the pointer', async () => {
    await using here = await visit(browser, fleet(), { timeZone: 'America/New_York' })
    await here.go('/jobs?columns=name,created')
    const time = here.page.getByRole('row').nth(1).getByRole('time').last()
    expect(await time.textContent()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d E[SD]T$/)
    expect(await time.getAttribute('title')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n/)
  })
})

it('what the first page needs stays below 250 kB of compressed script', () => {
  const dist = join(import.meta.dirname, '../../packages/web/dist')
  const index = readFileSync(join(dist, 'index.html'), 'utf8')
  const entry = /src="(\/assets\/index-[^"]+\.js)"/.exec(index)?.[1] ?? ''
  const seen = new Set<string>()
  const read = (path: string): number => {
    if (seen.has(path)) return 0
    seen.add(path)
    const text = readFileSync(join(dist, path), 'utf8')
    const imports = [...text.matchAll(/(?:from|^import|;import)\s*"\.\/([^"]+\.js)"/g)].map(
      match => `/assets/${match[1]}`,
    )
    return gzipSync(text).length + imports.reduce((sum, other) => sum + read(other), 0)
  }
  const bytes = read(entry)
  expect(seen.size).toBeGreaterThan(1)
  expect(readdirSync(join(dist, 'assets')).length).toBeGreaterThan(seen.size)
  expect(bytes).toBeLessThan(250_000)
})

it('a list with its table, its language and its editor stays below 450 kB', async () => {
  await using here = await visit(browser, fleet())
  const paths = new Set<string>()
  here.page.on('request', request => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js')) paths.add(pathname)
  })
  await here.go('/assets')
  await here.page.getByRole('textbox', { name: 'Asset query' }).waitFor()
  const dist = join(import.meta.dirname, '../../packages/web/dist')
  const bytes = [...paths].reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0)
  expect(paths.size).toBeGreaterThan(5)
  expect(bytes).toBeLessThan(450_000)
})
