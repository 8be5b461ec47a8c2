import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, hostileAnswers, hostileTexts, sampleAnswers } from '@patchyard/web/testing'
import { launchBrowser, openPage } from './open-browser.ts'
import { startPageServer } from './page-server.ts'
import { pagesToSee } from './pages.ts'
import { visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

// Directional and other characters that act instead of being seen; U+200D belongs to emoji and scripts, but names are
// shown without it, too.
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/

describe.each([0, 9, 18])('hostile text in every field that an agent can set (from the %dth text on)', from => {
  it('stays text on every page, narrow or wide', async () => {
    // Dialogs, errors and policy reports fail the visit when it ends.
    const widths: [number, number] = from % 2 === 0 ? [1440, 360] : [360, 1440]
    await using here = await visit(browser, hostileAnswers(Date.now(), from), { width: widths[0], height: 800 })
    const found: string[] = []
    const look = async (name: string): Promise<void> => {
      // The editor puts empty images of its own class around what is not text.
      const foreign = await here.page.evaluate<number>(
        "document.querySelectorAll('main img:not(.cm-widgetBuffer), main iframe, main script, main object, main embed').length",
      )
      if (foreign !== 0) found.push(`${name}: ${foreign} foreign elements`)
      const links = await here.page.evaluate<string[]>(
        "[...document.querySelectorAll('main a')].map(link => link.href)",
      )
      for (const link of links) if (!link.startsWith(here.server.url)) found.push(`${name}: a link to ${link}`)
      const text = String(await here.page.evaluate("document.querySelector('main').innerText"))
      if (acting.test(text)) found.push(`${name}: a character that acts`)
      const overflow = Number(await here.page.evaluate('document.documentElement.scrollWidth - innerWidth'))
      if (overflow > 0) found.push(`${name}: wider than the window by ${overflow} px`)
    }
    for (const { name, path } of pagesToSee.filter(page => page.act === undefined)) {
      await here.walk(path)
      await here.page.getByRole('main').waitFor()
      await here.settled()
      await look(`${name}, ${widths[0]} px`)
      // The next page begins as it is now: each begins wide for some of the texts and narrow for others.
      widths.reverse()
      await here.page.setViewportSize({ width: widths[0], height: 800 })
      await here.settled()
      await look(`${name}, ${widths[0]} px`)
    }
    expect(found).toEqual([])
  })
})

it('a hostile name does not change the title of the window into something else', async () => {
  const plain = sampleAnswers({ nowMs: Date.now() })
  const name = hostileTexts.find(text => text.includes('</title>')) ?? ''
  const answers = {
    ...plain,
    getAsset: (input: never) => ({ ...(plain.getAsset?.(input) as object), name }),
  } as Answers
  await using here = await visit(browser, answers)
  await here.go('/assets/00000000-0000-4000-8001-000000000001')
  expect(await here.page.title()).toBe(`${name} · Patchyard`)
})

describe('the net that these tests stand on', () => {
  it.each([
    ["document.body.innerHTML = '<b>x</b>'", /TrustedHTML/],
    ["eval('1')", /Content Security Policy|unsafe-eval|TrustedScript/],
    [
      "document.body.append(Object.assign(document.createElement('script'), { text: 'alert(1)' }))",
      /TrustedScript|Content Security Policy/,
    ],
  ])('catches %s', async (deed, want) => {
    const server = await startPageServer(sampleAnswers({ nowMs: Date.now() }))
    const { page, context, trouble } = await openPage(browser, server.url)
    try {
      await page.goto(server.url)
      await page.getByRole('heading', { level: 1 }).waitFor()
      // Later and by the page itself: what the browser's debugger runs at once is not held by the policy.
      await page.evaluate(
        `setTimeout(() => { try { ${deed}; console.error('done') } catch (error) { console.error(String(error)) } })`,
      )
      await expect.poll(() => trouble.join(' ')).toMatch(want)
    } finally {
      await context.close()
      await server.stop()
    }
  })
})
