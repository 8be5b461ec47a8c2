import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, hostileTexts, sampleAnswers } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { type Visit, visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const fleet = (assetCount = 64) => sampleAnswers({ nowMs: Date.now(), assetCount })
const box = (here: Visit, label = 'Asset query') => here.page.getByRole('textbox', { name: label })
const count = (here: Visit, text: string) => here.page.getByText(text, { exact: true }).waitFor()
const type = (here: Visit, text: string) => here.page.keyboard.type(text)
const press = async (here: Visit, ...keys: string[]) => {
  for (const key of keys) await here.page.keyboard.press(key)
}
/** "/" and then a text, as soon as the key has led into the box. */
async function into(here: Visit, text: string, label?: string): Promise<void> {
  const field = box(here, label)
  await field.waitFor()
  await press(here, '/')
  await expect.poll(() => field.evaluate(element => element === element.ownerDocument.activeElement)).toBe(true)
  await type(here, text)
}
const asked = (here: Visit, route: string) => here.server.api.calls.filter(call => call === route).length

describe('the query box by the keyboard alone', () => {
  it('is reached by "/", completes tokens and values, runs with Enter and is left with Escape', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await into(here, 'tags.na')
    const offers = here.page.getByRole('listbox')
    await offers.getByRole('option', { name: /tags\.name/ }).waitFor()
    await press(here, 'Tab')
    expect(await box(here).textContent()).toBe('tags.name:')
    // Stored values come with how often they occur.
    await offers.getByRole('option', { name: /prod.*16/ }).waitFor()
    await press(here, 'ArrowDown', 'Enter')
    expect(await box(here).textContent()).toMatch(/^tags\.name:(prod|Berlin|frozen)/)
    expect(here.page.url()).not.toContain('query=')
    await press(here, 'Enter')
    await count(here, '16 assets')
    expect(here.page.url()).toContain('query=tags.name%3A')
    await press(here, 'Escape')
    const focus = here.page.locator(':focus')
    await expect.poll(() => focus.getAttribute('data-row-stop')).toBe('link')
    await press(here, 'ArrowDown', 'Space')
    await here.page.getByText('1 selected').waitFor()
  })

  it.each([
    ['patches', 'Patch query', 'isSecurity:true'],
    ['jobs', 'Job query', 'owner:me'],
  ])('searches and opens %s by the same keys', async (list, label, query) => {
    await using here = await visit(browser, fleet())
    await here.go(`/${list}`)
    await into(here, query, label)
    await press(here, 'Enter')
    await expect.poll(() => here.page.url()).toContain('query=')
    await here.settled()
    await press(here, 'Escape')
    await expect.poll(() => here.page.locator(':focus').getAttribute('data-row-stop')).toBe('link')
    await press(here, 'ArrowDown', 'ArrowUp', 'Enter')
    await expect.poll(() => here.page.url()).toMatch(new RegExp(`/${list}/[0-9a-f-]{36}`))
  })

  it('opens the second query and finds assets by their patches', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await box(here).waitFor()
    await here.page.getByRole('button', { name: 'Patch query' }).focus()
    await press(here, 'Enter')
    await box(here, 'Patch query').waitFor()
    await type(here, 'severity:Critical')
    await press(here, 'Enter')
    await here.page.getByText('64 assets', { exact: true }).waitFor({ state: 'hidden' })
    await here.settled()
    const withAny = await here.page.getByText(/^\d+ assets$/).textContent()
    await here.page
      .getByRole('group', { name: 'Findings' })
      .getByRole('button', { name: 'Missing', exact: true })
      .click()
    await expect.poll(() => here.page.url()).toContain('status=missing')
    await here.settled()
    const missing = await here.page.getByText(/^\d+ assets$/).textContent()
    expect(Number.parseInt(missing ?? '', 10)).toBeLessThan(Number.parseInt(withAny ?? '', 10))
    await here.page.reload()
    await here.page.getByText(missing ?? '', { exact: true }).waitFor()
    expect(await box(here, 'Patch query').textContent()).toBe('severity:Critical')
    await here.page.getByRole('button', { name: 'Take the second query away' }).click()
    await expect.poll(() => here.page.url()).not.toContain('having')
  })
})

describe('a query with errors', () => {
  it('is not run, says what is wrong and where, and is mended in one click', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await count(here, '64 assets')
    const before = asked(here, 'GET /assets')
    await into(here, 'name:web* and osFamly:debian')
    await press(here, 'Enter')
    await here.page.getByText('This query has errors and was not run').waitFor()
    const problem = here.page.getByRole('list', { name: 'What is wrong with the query' }).getByRole('listitem')
    expect(await problem.textContent()).toContain('At 15:')
    expect(await problem.getAttribute('data-code')).toBe('E_QUERY_UNKNOWN_TOKEN')
    expect(await here.page.locator('.cm-lintRange-error').textContent()).toBe('osFamly')
    expect(await box(here).getAttribute('aria-invalid')).toBe('true')
    expect(await here.page.getByRole('row').count()).toBe(0)
    expect(asked(here, 'GET /assets')).toBe(before)
    await problem.getByRole('button', { name: 'osFamily' }).click()
    await here.page.getByText(/^\d+ assets?$/).waitFor()
    expect(await box(here).textContent()).toBe('name:web* and osFamily:debian')
  })

  it('in the address is not run either, and never means everything', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=scanStatus:Nonsense and name:')
    await here.page.getByText('This query has errors and was not run').waitFor()
    expect(
      await here.page.getByRole('list', { name: 'What is wrong with the query' }).getByRole('listitem').count(),
    ).toBe(2)
    expect(asked(here, 'GET /assets')).toBe(0)
  })

  it('is not held against one who is still writing', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await into(here, 'name:')
    await here.page.getByRole('option').first().waitFor()
    expect(await box(here).getAttribute('aria-invalid')).toBe('false')
    await press(here, 'Enter')
    await here.page.locator('[data-code="E_QUERY_EMPTY_VALUE"]').waitFor()
    await expect.poll(() => box(here).getAttribute('aria-invalid')).toBe('true')
  })
})

describe('facets', () => {
  it('write their term into the query and take it out again, several values as a list', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=name:web* or name:db*')
    const facets = here.page.getByRole('complementary')
    const value = (name: RegExp) => facets.getByRole('button', { name })
    await value(/^debian/).click()
    await expect.poll(() => box(here).textContent()).toBe('(name:web* or name:db*) and osFamily:`debian`')
    await expect.poll(() => value(/^debian/).getAttribute('aria-pressed')).toBe('true')
    await value(/^Active/).click()
    await value(/^Stale|^Quarantined/)
      .first()
      .click()
    await expect.poll(() => box(here).textContent()).toMatch(/agentStatus:\[Active, (Stale|Quarantined)\]$/)
    await value(/^debian/).click()
    await expect.poll(() => box(here).textContent()).toMatch(/^\(name:web\* or name:db\*\) and agentStatus:\[/)
    // A step back is a step back.
    await here.page.goBack()
    await expect.poll(() => box(here).textContent()).toContain('osFamily')
  })

  it('that are pressed one right after the other all count', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    // No time to draw in between: only what follows at once from the first press has happened at the second.
    await here.page.evaluate(`(async () => {
      const press = name => [...document.querySelectorAll('[role=complementary] button, aside button')]
        .find(button => button.textContent.startsWith(name)).click()
      press('debian')
      for (let n = 0; n < 100; n++) await null
      press('Active')
    })()`)
    await expect.poll(() => box(here).textContent()).toBe('osFamily:`debian` and agentStatus:Active')
  })

  it('of jobs know mine', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/jobs')
    await here.page.getByRole('complementary').getByRole('button', { name: /^Mine/ }).click()
    await expect.poll(() => box(here, 'Job query').textContent()).toBe('owner:me')
  })
})

describe('tabs', () => {
  it('narrow the list to a platform beside the query', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/patches?query=isSecurity:true or rebootRequired:true')
    await here.page.getByRole('link', { name: 'Windows' }).click()
    await here.page.getByText('Nothing matches').waitFor()
    await here.page.getByRole('link', { name: 'Linux' }).click()
    await here.page.getByText(/^\d+ patches$/).waitFor()
    expect(await box(here, 'Patch query').textContent()).toBe('isSecurity:true or rebootRequired:true')
  })
})

describe('searches', () => {
  it('are saved, found again, renamed and deleted', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=scanStatus:Failed&having=severity:Critical')
    const open = () => here.page.getByRole('button', { name: 'Searches' }).click()
    await open()
    await here.page.getByRole('button', { name: 'Save this search…' }).click()
    await here.page.getByLabel('Name', { exact: true }).fill('Failed scans')
    await here.page.getByRole('button', { name: 'Save', exact: true }).click()
    await here.page.getByText('Saved as Failed scans').waitFor()
    await here.go('/assets')
    await open()
    await here.page.getByRole('button', { name: /^Failed scans/ }).click()
    await expect.poll(() => box(here).textContent()).toBe('scanStatus:Failed')
    expect(await box(here, 'Patch query').textContent()).toBe('severity:Critical')
    await open()
    await here.page.getByRole('button', { name: 'Change Failed scans' }).click()
    await here.page.getByLabel('Name', { exact: true }).fill('Broken scans')
    await here.page.getByRole('button', { name: 'Save', exact: true }).click()
    await here.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await open()
    await here.page.getByRole('button', { name: 'Delete Broken scans' }).click()
    await here.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await here.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await open()
    await here.page.getByRole('button', { name: /^Debian to do/ }).waitFor()
    await here.page.getByText('Broken scans', { exact: true }).waitFor({ state: 'detached' })
    // What was asked last is there, too.
    await here.page.getByRole('heading', { name: 'Recent' }).waitFor()
    await expect.poll(() => here.page.getByRole('button', { name: /scanStatus:Failed/ }).count()).toBeGreaterThan(0)
  })
})

describe('explain', () => {
  it('shows the query as a tree with what each clause finds alone', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=operatingSystem:debian and (name:web* or not scanStatus:Scanned)')
    await here.page.getByRole('button', { name: 'Explain' }).click()
    const panel = here.page.getByRole('region', { name: 'How the query is understood' })
    await panel.getByRole('row', { name: /^operatingSystem:debian 43/ }).waitFor()
    expect(await panel.getByRole('row').count()).toBe(7)
    await panel.getByText(/^\d+ of 64 match/).waitFor()
  })
})

describe('why', () => {
  it('says of a row which clauses match, what it has there and what decides, by the keyboard alone', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=name:web* or scanStatus:Failed')
    await here.page.getByRole('rowheader').first().getByRole('link').focus()
    await press(here, 'w')
    const dialog = here.page.getByRole('dialog')
    await dialog.getByText(/ is in this list$/).waitFor()
    const clauses = dialog.getByRole('list', { name: 'Clauses of the query' }).getByRole('listitem')
    expect(await clauses.allInnerTexts()).toEqual([
      expect.stringMatching(/^matches\s+or\s+at least one of these holds/),
      expect.stringMatching(/^(matches|does not match)\s+name:web\*\s/),
      expect.stringMatching(/^(matches|does not match)\s+scanStatus:Failed\s/),
    ])
    await press(here, 'Escape')
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(() => here.page.locator(':focus').getAttribute('data-row-stop')).toBe('link')
  })

  it('says of what is not in the list which clause keeps it out, and the same of what is hidden and what is not there', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=missingPatchCount<0 and platform:Linux')
    await here.page.getByText('Nothing matches').waitFor()
    await here.page.getByRole('button', { name: 'Why not?' }).focus()
    await press(here, 'Enter')
    const dialog = here.page.getByRole('dialog')
    const field = dialog.getByRole('textbox', { name: /^Asset:/ })
    await expect.poll(() => field.evaluate(element => element === element.ownerDocument.activeElement)).toBe(true)
    await dialog.getByRole('list', { name: 'To choose from' }).waitFor()
    await press(here, 'ArrowDown', 'Enter')
    await dialog.getByText(/ is not in this list$/).waitFor()
    const deciding = dialog.locator('[data-decides]').filter({ hasText: 'missingPatchCount<0' })
    expect(await deciding.innerText()).toMatch(/^does not match\s+missingPatchCount<0\s+decides\s[^]*Has\s+\d+$/)
    await dialog.getByRole('button', { name: 'Ask about another' }).click()
    await field.fill('00000000-0000-4000-8000-000000000000')
    await press(here, 'Enter')
    await dialog.getByText('There is nothing with this id that you can see.').waitFor()
  })
})

describe('what machines report', () => {
  it('is offered and counted as text, and chosen as exactly that text', async () => {
    const plain = fleet()
    const answers: Answers = {
      ...plain,
      listAssets: input => ({
        ...(plain.listAssets?.(input) as NonNullable<ReturnType<NonNullable<Answers['listAssets']>>>),
        facets: { osFamily: hostileTexts.map((value, n) => ({ value, count: n + 1 })) },
      }),
      completeQuery: ({ body }) => ({
        from: body.position,
        to: body.position,
        options: hostileTexts.map(text => ({ label: text, kind: 'value', detail: text, insert: 'x', count: null })),
      }),
    }
    await using here = await visit(browser, answers)
    await here.go('/assets')
    await into(here, 'name:')
    await here.page.getByRole('option').first().waitFor()
    expect(await here.page.locator('main img, main iframe, main script, main svg[onload]').count()).toBe(0)
    await press(here, 'Escape')
    const group = here.page.getByRole('region', { name: 'OS family' })
    await group.getByRole('button', { name: /^Show all/ }).click()
    await group.getByRole('button', { name: /onerror=alert/ }).click()
    await expect.poll(() => box(here).textContent()).toBe('osFamily:`<img src=x onerror=alert(1)>`')
  })
})
