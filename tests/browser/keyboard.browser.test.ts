import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAnswers, sampleId } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { type Visit, visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const fleet = () => sampleAnswers({ nowMs: Date.now() })
const focused = (here: Visit) => here.page.locator(':focus')
const press = async (here: Visit, ...keys: string[]) => {
  for (const key of keys) await here.page.keyboard.press(key)
}

const rowIndex = async (here: Visit) =>
  Number(await focused(here).evaluate(element => element.closest('tr')?.getAttribute('aria-rowindex')))

describe('with the keyboard alone', () => {
  it('the first stop skips to the content', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await press(here, 'Tab')
    expect(await focused(here).textContent()).toBe('Skip to the content')
    await press(here, 'Enter')
    await expect.poll(() => focused(here).getAttribute('id')).toBe('content')
  })

  it('every stop on a list can be seen: it has an outline', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await here.page.getByText('64 assets', { exact: true }).waitFor()
    const unseen: string[] = []
    for (let stop = 0; stop < 30; stop++) {
      await press(here, 'Tab')
      // A field shows its focus on itself or on the frame around it.
      const seen = await focused(here).evaluate(element =>
        [element, element.nextElementSibling, element.parentElement, element.closest('[data-focus-frame]')].some(
          one => {
            if (one === null) return false
            const style = one.ownerDocument.defaultView.getComputedStyle(one)
            return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
          },
        ),
      )
      if (!seen) unseen.push(await focused(here).evaluate(element => String(element.outerHTML).slice(0, 120)))
    }
    expect(unseen).toEqual([])
  })

  it('arrows go from row to row, End to the last, Enter opens, and the heading is read first there', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await here.page.getByRole('rowheader').first().getByRole('link').focus()
    await press(here, 'ArrowDown', 'ArrowDown', 'ArrowUp')
    expect(await rowIndex(here)).toBe(3)
    const name = await focused(here).textContent()
    expect(name).toBe(await here.page.getByRole('rowheader').nth(1).textContent())
    // The end is that of the rows read so far; the others come while one is there.
    await press(here, 'End', 'End')
    await expect.poll(() => rowIndex(here)).toBeGreaterThan(40)
    await here.settled()
    await press(here, 'End')
    await expect.poll(() => rowIndex(here)).toBe(65)
    await press(here, 'PageUp')
    await expect.poll(() => rowIndex(here)).toBe(55)
    await press(here, 'Home')
    await expect.poll(() => rowIndex(here)).toBe(2)
    await press(here, 'Enter')
    await here.page.getByRole('link', { name: /^Missing/ }).waitFor()
    await expect.poll(() => focused(here).evaluate(element => String(element.tagName))).toBe('H1')
  })

  it('Space chooses a row, Shift with arrows all up to there, and the rest of the list is one stop of Tab', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await here.page.getByRole('rowheader').first().getByRole('link').focus()
    await press(here, 'Space')
    await here.page.getByText('1 selected').waitFor()
    await press(here, 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown')
    await here.page.getByText('4 selected').waitFor()
    await press(here, 'ArrowDown', 'ArrowDown', 'Shift+Space')
    await here.page.getByText('6 selected').waitFor()
    await press(here, 'Space')
    await here.page.getByText('5 selected').waitFor()
    await press(here, 'Tab')
    expect(await focused(here).textContent()).toBe('Clear')
    await press(here, 'Shift+Tab')
    expect(await rowIndex(here)).toBe(7)
  })

  it('Esc closes a dialog, and the focus goes back to what opened it', async () => {
    await using here = await visit(browser, fleet())
    await here.go(`/jobs/${sampleId('job', 1)}`)
    await here.page.getByRole('button', { name: 'Cancel…' }).focus()
    await press(here, 'Enter')
    await here.page.getByRole('dialog', { name: 'Cancel this job?' }).waitFor()
    await expect.poll(() => focused(here).textContent()).toBe('Go back')
    await press(here, 'Escape')
    await here.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expect.poll(() => focused(here).textContent()).toBe('Cancel…')
    expect(here.server.api.calls.filter(call => call.startsWith('POST'))).toEqual([])
  })

  it('a job is made from the missing patches of an asset', async () => {
    await using here = await visit(browser, fleet())
    await here.go(`/assets/${sampleId('asset', 1)}?type=security`)
    await here.page.getByRole('checkbox', { name: 'Select all rows shown' }).focus()
    await press(here, 'Space')
    await here.page.getByText('6 selected').waitFor()
    await here.page.getByRole('button', { name: 'Create job…' }).focus()
    await press(here, 'Enter')
    await here.page.getByRole('heading', { name: 'New deployment job' }).waitFor()
    const steps = here.page.getByRole('navigation', { name: 'Steps' })
    await steps.getByRole('button', { name: 'Options' }).focus()
    await press(here, 'Enter')
    await here.page.getByRole('radio', { name: 'Suppress reboot' }).focus()
    await press(here, 'ArrowDown')
    await steps.getByRole('button', { name: 'Review' }).focus()
    await press(here, 'Enter')
    await here.page.getByText(/The asset may reboot/).waitFor()
    await here.page.getByRole('button', { name: 'Save & Enable' }).focus()
    await press(here, 'Enter')
    await here.page.getByRole('dialog', { name: 'Start this job now?' }).waitFor()
    await expect.poll(() => focused(here).textContent()).toBe('Go back')
    await press(here, 'Tab', 'Enter')
    await here.page.getByRole('heading', { name: '6 patches on db-01.ams2.example.org' }).waitFor()
    expect(here.server.api.calls).toContain('POST /jobs')
  })

  it('the menu on a narrow screen opens and closes', async () => {
    await using here = await visit(browser, fleet(), { width: 360, height: 740 })
    await here.go('/assets')
    expect(await here.page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false)
    await here.page.getByRole('button', { name: 'Open the menu' }).focus()
    await press(here, 'Enter')
    await here.page.getByRole('link', { name: 'Jobs' }).waitFor()
    await press(here, 'Escape')
    await here.page.getByRole('button', { name: 'Open the menu' }).waitFor()
  })
})
