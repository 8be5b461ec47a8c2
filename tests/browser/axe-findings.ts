import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

// axe-core comes with the package that drives it for whole sites, frames and all. That one brings its half megabyte into the page for
// each look; there are no frames here, and a page that stays needs it once.
const driver = createRequire(import.meta.resolve('@axe-core/playwright'))
const source = (): string => readFileSync(driver.resolve('axe-core/axe.min.js'), 'utf8')

const script = (rules: readonly string[] | undefined): string => {
  const options = {
    resultTypes: ['violations'],
    selectors: false,
    ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } }),
  }
  return `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(node => id + ': ' + node.html.slice(0, 160))))`
}

/** What axe finds on the page, a line each; by all rules, or by those named. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(source())
  return await page.evaluate<string[]>(script(rules))
}
