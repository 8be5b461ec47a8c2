import { join } from 'node:path'
import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { debianHost, SimulatedAgent } from '@patchyard/fleet'
import { testServer, type TestServer } from '@patchyard/server/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exchangeWith } from '../server/door-client.ts'
import { launchBrowser, openPage } from './open-browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const pageFolder = join(import.meta.dirname, '../../packages/web/dist')

function newAgent(server: TestServer, options: { index: number; missing: number; broken?: number[] }) {
  const host = debianHost(systemRandom, { packages: 60, ...options })
  return new SimulatedAgent({ exchange: exchangeWith(server), clock: systemClock, random: systemRandom }, host)
}

it('the first hour on the real server: from the printed link to a patched machine, without a reload', async () => {
  await using server = await testServer({ pageFolder })
  const address = await server.listen()
  const { page, context, trouble, settled } = await openPage(browser, address)
  try {
    // The link that the server prints.
    await page.goto(`${address}/first-admin?token=${server.file('first-admin-token')?.trim()}`)
    await page.getByLabel('Your name').fill('Ada King')
    await page.getByLabel('E-mail address').fill('ada@example.org')
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Make the first administrator' }).click()

    // No machine yet: the page leads to a key.
    await page.getByRole('link', { name: 'Create an activation key' }).click()
    await page.getByLabel('Title').fill('Servers')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    const text = await page.getByRole('textbox', { name: 'Activation key' }).textContent()
    expect(text).toMatch(/^pyak1_/)
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByRole('link', { name: 'Assets' }).click()
    await page.getByText('No machine is enrolled yet').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()

    // A machine enrols and appears by itself.
    const agent = newAgent(server, { index: 1, missing: 12, broken: [3] })
    await agent.enroll(text ?? '')
    await agent.checkIn()
    await agent.report({ trigger: 'start' })
    await page.getByRole('link', { name: 'sim-00001' }).click()
    await page.getByText('12 patches, 4 for security').waitFor()

    // Everything that it misses becomes a job, which starts after a question.
    await page.getByRole('checkbox', { name: 'Select all rows shown' }).check()
    await page.getByText('12 selected').waitFor()
    await page.getByRole('button', { name: 'Create job…' }).click()
    const steps = page.getByRole('navigation', { name: 'Steps' })
    await steps.getByRole('button', { name: 'Options' }).click()
    await page.getByRole('switch', { name: /^Continue patching even after/ }).click()
    await steps.getByRole('button', { name: 'Review' }).click()
    await page.getByRole('button', { name: 'Save & Enable' }).click()
    await page.getByRole('dialog').getByText('12 patches on 1 asset').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Save & Enable' }).click()
    await page.getByRole('img', { name: '0 of 1 task ended: 1 open' }).waitFor()

    // The agent works; the page follows.
    await agent.checkIn()
    expect(await agent.work()).toBe(1)
    await page.getByText('Partially Completed').first().waitFor()
    await page.getByRole('link', { name: 'sim-00001' }).click()
    await page.getByText('11 of', { exact: false }).or(page.getByText('12 of 12')).first().waitFor()
    await page.getByText('1 failed', { exact: false }).first().waitFor()
    await page.getByText('Failed', { exact: true }).first().waitFor()

    // The scan afterwards is what counts.
    await page.getByRole('link', { name: 'Assets' }).click()
    await page.getByRole('heading', { name: 'Assets', exact: true, level: 1 }).waitFor()
    await page.getByRole('link', { name: 'sim-00001', exact: true }).click()
    await page.getByText(/^1 patch, /).waitFor()
    await page.getByRole('link', { name: /^Installed/ }).click()
    await page.getByText('11 patches', { exact: true }).waitFor()
    await page.getByRole('link', { name: /^Software/ }).click()
    await page.getByText('60 packages').waitFor()
    await page.getByRole('link', { name: 'System' }).click()
    await page.getByRole('heading', { name: 'Repositories' }).waitFor()

    // Every other page answers, too.
    for (const path of [
      '/patches',
      '/vulnerabilities',
      '/jobs',
      '/agents',
      '/activation-keys',
      '/tags',
      '/profiles/assessment',
      '/profiles/configuration',
      '/licence',
      '/people',
      '/roles',
      '/sign-in-settings',
      '/audit',
      '/subscriptions',
      '/installation/audit',
      '/account',
      '/api-keys',
      '/about',
    ]) {
      await page.goto(`${address}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await settled()
    }
    expect(trouble).toEqual([])
  } finally {
    await context.close()
  }
})
