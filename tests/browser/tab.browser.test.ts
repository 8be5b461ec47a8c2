import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAnswers } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { type Press, pagesToSee } from './pages.ts'
import { walkByTab } from './tab-walk.ts'
import { type Visit, visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

// A transition would show the colours of before while it runs.
const still = { content: '*, *::before, *::after { transition: none !important }' }

describe('by Tab alone', () => {
  it.each(['/', '/first-admin#token=q7Zk3mXw9rTb2nVc8sLd4fHj'])('before signing in at %s', async path => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), signedIn: false }))
    await here.go(path)
    await here.page.addStyleTag(still)
    const { stops, faults } = await walkByTab(here.page, 'main')
    expect(faults).toEqual([])
    expect(stops).toBeGreaterThan(2)
  })

  let here: Visit
  beforeAll(async () => {
    here = await visit(browser, sampleAnswers({ nowMs: Date.now(), assetCount: 10 }))
    await here.go('/about')
    await here.settled()
    await here.page.addStyleTag(still)
  })
  afterAll(() => here[Symbol.asyncDispose]())

  /** Goes to it without the pointer and presses Enter; the first one is remembered as the opener. */
  const byKeyboard: Press = async what => {
    await what.waitFor()
    // A menu or dialog that opens takes the focus, a moment after what is in it is there: the key would go elsewhere.
    await here.settled()
    await what.focus()
    await here.page.evaluate('globalThis.pressedFirst ??= document.activeElement')
    await what.press('Enter')
  }

  it('through what stands beside every page', async () => {
    const { stops, faults } = await walkByTab(here.page, 'nav[aria-label="Main"]')
    expect(faults).toEqual([])
    expect(stops).toBeGreaterThan(10)
  })

  it.each(pagesToSee)('on the page "$name"', async ({ path, act }) => {
    await here.walk(path)
    await here.settled()
    await here.page.evaluate('globalThis.pressedFirst = undefined')
    if (act !== undefined) {
      await act(here.page, byKeyboard)
      await here.settled()
    }
    const { isDialog, faults } = await walkByTab(here.page, 'main')
    expect(faults).toEqual([])
    if (isDialog && act !== undefined) {
      await here.page.keyboard.press('Escape')
      await expect.poll(() => here.page.getByRole('dialog').count()).toBe(0)
      await expect.poll(() => here.page.evaluate('document.activeElement === globalThis.pressedFirst')).toBe(true)
    }
  })
})
