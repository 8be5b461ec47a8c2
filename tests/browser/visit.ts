import type { Browser, Page } from 'playwright-core'
import type { Answers } from '@patchyard/web/testing'
import { axeFindings } from './axe-findings.ts'
import { type Look, openPage } from './open-browser.ts'
import { type PageServer, startPageServer } from './page-server.ts'

export interface Visit extends AsyncDisposable {
  readonly page: Page
  readonly server: PageServer
  /** Opens a path of the page and waits until its heading and every answer are there. */
  go(path: string): Promise<void>
  /**
   * As a link inside the page does: without loading it anew, which takes ten times as long. Nothing of the page before stays open.
   * Opens it if nothing is open.
   */
  walk(path: string): Promise<void>
  /** Waits until every answer is there and drawn. */
  settled(): Promise<void>
  /** What axe finds, a line each; by all rules, or by those named. */
  accessibility(rules?: readonly string[]): Promise<string[]>
}

/**
 * Goes where there is nothing first: only when that stands there is what comes next sure to be the page that was asked for, and not
 * the one before it.
 */
const step = (path: string, steps: number): string => `(async () => {
  const frame = () => new Promise(requestAnimationFrame)
  const heading = () => document.querySelector('h1')?.textContent
  const go = (path, idx) => {
    const state = { idx, key: 'step' + idx }
    history.pushState(state, '', path)
    dispatchEvent(new PopStateEvent('popstate', { state }))
  }
  const nothing = 'There is no such page'
  go('/nowhere', ${steps - 1})
  while (heading() !== nothing) await frame()
  const path = ${JSON.stringify(path)}
  if (path === '/nowhere') return
  go(path, ${steps})
  while (heading() === undefined || heading() === nothing) await frame()
})()`

/**
 * One person before the page. When the visit ends, everything that a clean page never does fails the test: dialogs,
 * errors, policy reports, requests to other places, undeclared calls, answers beside the contract.
 */
export async function visit(browser: Browser, answers: Answers, look: Look = {}): Promise<Visit> {
  const server = await startPageServer(answers)
  const { page, context, trouble, settled } = await openPage(browser, server.url, look)
  let steps = 0
  const go = async (path: string): Promise<void> => {
    await page.goto(`${server.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled()
  }
  return {
    page,
    server,
    settled,
    go,
    async walk(path) {
      if (!page.url().startsWith(server.url)) return go(path)
      await page.evaluate(step(path, (steps += 2)))
    },
    accessibility: rules => axeFindings(page, rules),
    async [Symbol.asyncDispose]() {
      await context.close()
      await server.stop()
      const mistakes = [...trouble, ...server.api.mistakes]
      if (mistakes.length > 0) throw new Error(`the page was not clean:\n${mistakes.join('\n')}`)
    },
  }
}
