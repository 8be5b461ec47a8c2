import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal, sampleAnswers, sampleCve, sampleId } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { type Visit, visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const fleet = (assetCount = 64) => sampleAnswers({ nowMs: Date.now(), assetCount })
const rowsOf = (here: Visit) => here.page.getByRole('row').filter({ has: here.page.getByRole('rowheader') })
const names = (here: Visit) => here.page.getByRole('rowheader').allTextContents()
const count = (here: Visit, text: string) => here.page.getByText(text, { exact: true }).waitFor()
const query = (here: Visit, label = 'Asset query') => here.page.getByRole('textbox', { name: label })

describe('the list of assets', () => {
  it('reads on while one scrolls, holds only the rows that can be seen, and says how many there are', async () => {
    await using here = await visit(browser, fleet(400))
    await here.go('/assets')
    await count(here, '400 assets')
    const table = here.page.getByRole('table', { name: 'Assets' })
    expect(await table.getAttribute('aria-rowcount')).toBe('401')
    const seen = new Set(await names(here))
    const scroller = here.page.getByRole('region', { name: 'Assets' })
    for (let n = 0; n < 60 && seen.size < 400; n++) {
      await scroller.evaluate(element => element.scrollBy(0, 500))
      await here.settled()
      for (const name of await names(here)) seen.add(name)
      expect(await rowsOf(here).count()).toBeLessThan(90)
    }
    expect(seen.size).toBe(400)
    expect(await rowsOf(here).last().getAttribute('aria-rowindex')).toBe('401')
    // The head stays where it is.
    expect(await here.page.getByRole('columnheader', { name: 'Name' }).isVisible()).toBe(true)
  })

  it('takes a link from before there were queries as the query that finds the same', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?q=gitlab')
    await count(here, '5 assets')
    expect(await query(here).textContent()).toBe('"*gitlab*"')
    await here.go('/assets?search=gitlab&sort=-missingPatchCount')
    await count(here, '5 assets')
  })

  it('is shown as of an instant, plainly marked, with nothing to be done there, and leads back to now', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?sort=-riskScore')
    await count(here, '64 assets')
    const heads = (): Promise<string[]> => here.page.getByRole('columnheader').allTextContents()
    expect(await heads()).toContain('Scan')
    await here.page.getByRole('button', { name: 'As of…' }).click()
    await here.page.getByLabel('Instant (local time)').fill('2026-03-31T12:00')
    await here.page.getByRole('button', { name: 'Show', exact: true }).click()
    const banner = here.page.getByRole('status').filter({ hasText: 'As of 2026-03-31 12:00' })
    await banner.waitFor()
    expect(await banner.textContent()).toMatch(/\(2026-03-31 \d\d:00:00 UTC\)/)
    expect(new URL(here.page.url()).searchParams.get('asOf')).toMatch(/^2026-03-31T/)
    expect(await heads()).not.toContain('Scan')
    expect(await here.page.getByRole('table').getByRole('checkbox').count()).toBe(0)
    if (process.env['PATCHYARD_PICTURE'] !== undefined)
      await here.page.screenshot({ path: process.env['PATCHYARD_PICTURE'] })
    // The instant goes along to one asset, its tabs and what they ask, and ends there.
    await here.page.getByRole('rowheader').first().getByRole('link').click()
    const parts = here.page.getByRole('navigation', { name: 'Parts of the asset' })
    await parts.getByRole('link', { name: 'Installed' }).click()
    await here.page.getByRole('table', { name: 'Installed patches' }).waitFor()
    await banner.waitFor()
    expect(await parts.getByRole('link', { name: 'Installed' }).textContent()).toBe('Installed')
    const csv = await here.page.getByRole('link', { name: 'Export CSV' }).getAttribute('href')
    expect(Object.fromEntries(new URL(csv ?? '', here.server.url).searchParams)).toEqual({
      status: 'installed',
      asOf: new URL(here.page.url()).searchParams.get('asOf'),
    })
    expect(await heads()).not.toContain('Note')
    await here.page.getByRole('button', { name: 'Back to now' }).click()
    await banner.waitFor({ state: 'detached' })
    await expect.poll(heads).toContain('Note')
  })

  it('says so when nothing matches', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=no-such-machine')
    await here.page.getByText('Nothing matches').waitFor()
    await here.page.getByRole('button', { name: 'Clear search and filters' }).click()
    await count(here, '64 assets')
    expect(here.page.url()).toBe(`${here.server.url}/assets`)
  })

  it('shows the columns that one chose, remembers them, and goes back to the usual ones', async () => {
    await using here = await visit(browser, fleet())
    const head = (name: string) => here.page.getByRole('columnheader', { name, exact: true })
    await here.go('/assets')
    await here.page.getByRole('button', { name: 'Columns' }).click()
    await here.page.getByRole('checkbox', { name: 'Architecture' }).check()
    await here.page.getByRole('checkbox', { name: 'Operating system' }).uncheck()
    await head('Architecture').waitFor()
    await head('Operating system').waitFor({ state: 'detached' })
    expect(here.page.url()).toContain('columns=name')
    await here.go('/assets')
    await head('Architecture').waitFor()
    await here.page.getByRole('button', { name: 'Columns' }).click()
    await here.page.getByRole('button', { name: 'Back to the usual columns' }).click()
    await head('Architecture').waitFor({ state: 'detached' })
    await head('Operating system').waitFor()
  })

  it('offers everything that the query finds as CSV', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?query=name:web*&status=missing&sort=-missingPatchCount')
    const link = await here.page.getByRole('link', { name: 'Export CSV' }).getAttribute('href')
    const address = new URL(link ?? '', here.server.url)
    expect(address.pathname).toBe('/api/v1/assets.csv')
    expect(Object.fromEntries(address.searchParams)).toEqual({
      query: 'name:web*',
      status: 'missing',
      sort: '-missingPatchCount',
      bom: 'true',
    })
  })

  it('sorts by a column, the other way at the second click, and says which', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    const head = here.page.getByRole('columnheader', { name: 'Missing' })
    await head.getByRole('button').click()
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
    await expect.poll(() => here.page.url()).toContain('sort=-missingPatchCount')
    await here.settled()
    const most = (await names(here))[0]
    await head.getByRole('button').click()
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending')
    await expect.poll(async () => (await names(here))[0] === most).toBe(false)
  })

  it('takes an address with an unknown order or filter as the usual view', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?sort=password&page=4')
    await count(here, '64 assets')
    expect(await here.page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending')
  })

  it('leads a new administrator to the activation key', async () => {
    await using here = await visit(browser, fleet(0))
    await here.go('/assets')
    await here.page.getByRole('link', { name: 'Create an activation key' }).click()
    await here.page.getByRole('dialog', { name: 'New activation key' }).waitFor()
  })

  it('says what the server refused, and tries again when asked', async () => {
    const answers = fleet()
    const broken = () => {
      throw new Refusal(500, 'internal', 'The server made a mistake')
    }
    await using here = await visit(browser, { ...answers, listAssets: broken })
    await here.go('/assets')
    await here.page.getByText('Request fake, as the server log names it.').waitFor()
    here.server.answer(answers)
    await here.page.getByRole('button', { name: 'Try again' }).click()
    await count(here, '64 assets')
  })
})

it('assets of a vulnerability are searched, sorted and exported, also those with the patch on their disk alone', async () => {
  await using here = await visit(browser, fleet())
  await here.go(`/vulnerabilities/${sampleCve}/assets`)
  const asked = async () => {
    const link = await here.page.getByRole('link', { name: 'Export CSV' }).getAttribute('href')
    return Object.fromEntries(new URL(link ?? '', here.server.url).searchParams)
  }
  await here.page.getByRole('searchbox', { name: 'Search these assets' }).fill('web')
  await expect.poll(asked).toEqual({
    query: `vulnerabilities.cve:${sampleCve} and "*web*"`,
    sort: 'name',
    bom: 'true',
  })
  await here.page.getByText('Patched on disk, vulnerable in memory (2)').click()
  await here.page.getByText('They miss no patch for it').waitFor()
  await here.page.getByRole('searchbox', { name: 'Search these assets' }).fill('')
  await count(here, '2 assets')
  await expect.poll(async () => (await asked())['query']).toBe(`id:[${sampleId('asset', 6)}, ${sampleId('asset', 9)}]`)
})

it('a name is mapped to a product that was searched for, and the mapping is taken back', async () => {
  await using here = await visit(browser, fleet())
  await here.go('/programs')
  await count(here, '5 names')
  await here.page.getByRole('button', { name: 'Map Backup Client' }).click()
  await here.page.getByRole('textbox', { name: 'Search product, title or vendor' }).fill('acme')
  await expect.poll(() => here.page.getByRole('list', { name: 'Products to choose from' }).count()).toBe(1)
  await here.page.getByRole('button', { name: /^winget:Acme.Backup/ }).click()
  await here.page.getByText('40 of them would miss a newer version.').waitFor()
  await here.page.getByRole('button', { name: 'Map it' }).click()
  await count(here, '4 names')
  await here.page.getByRole('link', { name: 'Mappings' }).click()
  await count(here, '3 names')
  await here.page.getByRole('button', { name: 'Take back what was said of Backup Client 12 for Windows' }).click()
  await here.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await count(here, '2 names')
})

describe('live updates', () => {
  const id = sampleId('job', 1)
  const jobWith = (name: string) => {
    const answers = fleet()
    return { ...answers, getJob: () => ({ ...answers.getJob?.({ params: { id } } as never), name }) as never }
  }

  it('appear without a reload when the stream says that something changed', async () => {
    await using here = await visit(browser, jobWith('Before'))
    await here.go(`/jobs/${id}`)
    await here.page.getByText('Live', { exact: true }).waitFor()
    here.server.answer(jobWith('After'))
    here.server.push({ topic: 'job', id })
    await here.page.getByRole('heading', { name: 'After' }).waitFor()
  })

  it('come by asking every few seconds while the stream is away', async () => {
    await using here = await visit(browser, jobWith('Before'))
    await here.go(`/jobs/${id}`)
    await here.page.getByText('Live', { exact: true }).waitFor()
    here.server.letStream(false)
    await here.page.getByText('Every 5 seconds').waitFor()
    here.server.answer(jobWith('After'))
    await here.page.getByRole('heading', { name: 'After' }).waitFor({ timeout: 12_000 })
  })

  it('of other things read nothing anew', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/about')
    await here.page.getByText('Live', { exact: true }).waitFor()
    await here.settled()
    const before = here.server.api.calls.length
    for (let n = 0; n < 50; n++) here.server.push({ topic: 'task', id: sampleId('task', n) })
    await here.page.waitForTimeout(2500)
    expect(here.server.api.calls.length).toBe(before)
  })
})
