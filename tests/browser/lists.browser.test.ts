import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal, sampleAnswers, sampleId } from '@patchyard/web/testing'
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

describe('the list of assets', () => {
  it('shows the first page and how many there are, and reads on when asked', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await here.page.getByText('50 of 64 assets').waitFor()
    expect(await rowsOf(here).count()).toBe(50)
    await here.page.getByRole('button', { name: 'Show more' }).click()
    await here.page.getByText('64 assets', { exact: true }).waitFor()
    expect(new Set(await names(here)).size).toBe(64)
  })

  it('searches while one types, keeps the search in the address, and takes it off again', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    await here.page.keyboard.press('/')
    await here.page.keyboard.type('gitlab')
    await expect.poll(() => here.page.url()).toContain('?q=gitlab')
    await here.page.getByText('5 assets', { exact: true }).waitFor()
    await here.page.reload()
    await here.page.getByText('5 assets', { exact: true }).waitFor()
    expect(await here.page.getByRole('searchbox').inputValue()).toBe('gitlab')
    await here.page.getByRole('searchbox').press('Escape')
    await here.page.getByText('50 of 64 assets').waitFor()
    expect(here.page.url()).toBe(`${here.server.url}/assets`)
  })

  it('says so when nothing matches', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?q=no-such-machine')
    await here.page.getByText('Nothing matches').waitFor()
    await here.page.getByRole('button', { name: 'Clear search and filters' }).click()
    await here.page.getByText('50 of 64 assets').waitFor()
  })

  it('sorts by a column, the other way at the second click, and says which', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets')
    const head = here.page.getByRole('columnheader', { name: 'Missing' })
    await head.getByRole('button').click()
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending')
    await expect.poll(() => here.page.url()).toContain('sort=-missingPatchCount')
    const most = (await names(here))[0]
    await head.getByRole('button').click()
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending')
    await expect.poll(async () => (await names(here))[0] === most).toBe(false)
  })

  it('takes an address with an unknown order or filter as the usual view', async () => {
    await using here = await visit(browser, fleet())
    await here.go('/assets?sort=password&page=4')
    await here.page.getByText('50 of 64 assets').waitFor()
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
    await here.page.getByText('50 of 64 assets').waitFor()
  })
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
    await here.page.getByRole('heading', { name: 'After' }).waitFor({ timeout: 4000 })
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
    const before = here.server.api.calls.length
    for (let n = 0; n < 50; n++) here.server.push({ topic: 'task', id: sampleId('task', n) })
    await here.page.waitForTimeout(2500)
    expect(here.server.api.calls.length).toBe(before)
  })
})
