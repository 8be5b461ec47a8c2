import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAnswers } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { byPointer, pagesToSee } from './pages.ts'
import { type Visit, visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

// The document is the same in every look: all rules look at it once, and then only those that colours or the arrangement can
// break. Cards have the colours of tables, so narrow needs one scheme.
const looks = [
  { width: 1440, scheme: 'light', rules: undefined },
  { width: 1440, scheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
  {
    width: 320,
    scheme: 'light',
    rules: ['color-contrast', 'scrollable-region-focusable', 'label', 'button-name'],
  },
] as const

/** What axe finds in every look, and whether the page is wider than the window. */
async function look(here: Visit): Promise<string[]> {
  const found: string[] = []
  for (const { width, scheme, rules } of looks) {
    await here.page.setViewportSize({ width, height: 800 })
    await here.page.emulateMedia({ colorScheme: scheme })
    // A narrow window closes the facets, and the list is asked for without them: until the answer is there its rows are dimmed.
    await here.settled()
    // Tables become cards by script, a frame after the window changed: what is too wide then is too wide.
    const overflow = Number(
      await here.page.evaluate(`(async () => {
        const over = () => document.documentElement.scrollWidth - innerWidth
        for (let frame = 0; frame < 3 && over() > 0; frame += 1) await new Promise(requestAnimationFrame)
        return over()
      })()`),
    )
    if (overflow > 0) found.push(`${width} px: wider than the window by ${overflow} px`)
    for (const line of await here.accessibility(rules)) found.push(`${scheme}, ${width} px: ${line}`)
  }
  return found
}

describe('axe finds nothing, light or dark, wide or narrow,', () => {
  it.each(['/', '/first-admin'])('before signing in at %s', async path => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), signedIn: false }))
    await here.go(path)
    expect(await look(here)).toEqual([])
  })

  it('and finds a button without a name in every look', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), signedIn: false }))
    await here.go('/')
    await here.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    const found = await look(here)
    expect(found.filter(line => line.includes('button-name')).length).toBe(2)
  })

  // One visit for all of them: loading the page anew for each would cost more than what axe does.
  let here: Visit
  beforeAll(async () => {
    here = await visit(browser, sampleAnswers({ nowMs: Date.now(), assetCount: 10 }))
  })
  afterAll(() => here[Symbol.asyncDispose]())

  it.each(pagesToSee)('on the page "$name"', async ({ path, act }) => {
    await here.page.setViewportSize({ width: 1440, height: 800 })
    await here.walk(path)
    await here.settled()
    await act?.(here.page, byPointer)
    await here.settled()
    expect(await look(here)).toEqual([])
  })
})
