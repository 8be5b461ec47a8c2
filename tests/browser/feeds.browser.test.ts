import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleAnswers, sampleId } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const fleet = () => sampleAnswers({ nowMs: Date.now(), assetCount: 8 })

/** As tar writes it; `key`: who signed it. */
function bundleFile(key: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  try {
    writeFileSync(join(folder, 'signature.json'), JSON.stringify({ key, signature: '2'.repeat(128) }))
    writeFileSync(join(folder, 'manifest.json'), '{"format":1}')
    const file = join(folder, 'bundle.tar')
    execFileSync('tar', ['--format=ustar', '-C', folder, '-cf', file, 'signature.json', 'manifest.json'])
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('an operator accepts what is held, and removes a source that was added, told before what goes', async () => {
  await using here = await visit(browser, fleet())
  const { page } = here
  await here.go('/feeds')
  await page.getByText('8 feeds', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'OSV.dev, Linux distributions' }).click()
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Accept what is held…' }).click()
  const accept = page.getByRole('dialog', { name: 'Accept what is held?' })
  await accept.getByText(/^2 held documents are much smaller than what is here: [\d,]+ records would go\.$/).waitFor()
  await accept.getByRole('button', { name: 'Accept' }).click()
  await accept.waitFor({ state: 'detached' })
  expect(here.server.api.calls).toContain(`POST /feeds/${sampleId('other', 403)}/accept`)
  // Nothing is held any more, so that nothing is offered to be accepted.
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Fetch everything anew…' }).waitFor()
  await page.getByRole('menuitem', { name: 'Accept what is held…' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: 'Feeds', exact: true }).first().click()
  await page.getByRole('link', { name: 'Debian 12 security, Berlin mirror' }).click()
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  const remove = page.getByRole('dialog', { name: 'Remove this source?' })
  await remove.getByText('6,218 records of Debian 12 security, Berlin mirror go out of the catalog.').waitFor()
  await remove.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('7 feeds', { exact: true }).waitFor()
})

it('a bundle is made of chosen feeds since a day, and one of an unknown key is brought once it is trusted', async () => {
  await using here = await visit(browser, fleet())
  const { page } = here
  await here.go('/feeds/offline')
  const address = async () => {
    const link = await page.getByRole('link', { name: 'Download' }).getAttribute('href')
    return Object.fromEntries(new URL(link ?? '', here.server.url).searchParams)
  }
  expect(await address()).toEqual({})
  await page.getByLabel('Taken since').fill('2026-11-16')
  await page.getByRole('checkbox', { name: 'Only some feeds' }).check()
  const choice = page.getByRole('group', { name: 'Feeds' })
  expect(await page.getByRole('button', { name: 'Download' }).isDisabled()).toBe(true)
  await choice.getByRole('checkbox', { name: 'Known exploited vulnerabilities' }).check()
  expect(await choice.getByRole('checkbox', { name: 'Debian security tracker' }).isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: 'For servers of our own' }).check()
  await choice.getByRole('checkbox', { name: 'Debian security tracker' }).check()
  expect(await address()).toEqual({ since: '2026-11-16', feeds: 'debian-tracker,kev', ownUse: 'true' })
  await page
    .getByText('patchyard catalog export --out catalog.tar --since 2026-11-16 --feeds debian-tracker,kev')
    .waitFor()

  const key = '5e'.repeat(32)
  const bring = async (): Promise<void> => {
    const buffer = bundleFile(key)
    await page.locator('input[type=file]').setInputFiles({ name: 'catalog.tar', mimeType: 'application/x-tar', buffer })
    await page.getByRole('button', { name: 'Bring it' }).click()
  }
  await bring()
  await page.getByRole('button', { name: 'Trust its key…' }).click()
  const trust = page.getByRole('dialog')
  expect(await trust.getByLabel('Key', { exact: true }).inputValue()).toBe(key)
  await trust.getByLabel('Whose it is').fill('Server in Oslo')
  await trust.getByRole('button', { name: 'Trust' }).click()
  await trust.waitFor({ state: 'detached' })
  await page.getByRole('list', { name: 'Trusted keys' }).getByText('Server in Oslo').waitFor()
  await bring()
  await page.getByText('All of it is read').waitFor()
  expect(here.server.api.calls.filter(call => /^POST .*(?:bundles|take)$/.test(call)).slice(-2)).toEqual([
    'POST /bundles',
    expect.stringMatching(/^POST \/bundles\/.*\/take$/),
  ])
})
