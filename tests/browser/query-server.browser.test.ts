import { join } from 'node:path'
import { debianHost, SimulatedAgent } from '@patchyard/fleet'
import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exchangeWith } from '../server/door-client.ts'
import { launchBrowser, type OpenPage, openPage } from './open-browser.ts'

const HOSTS = 60

let browser: Browser
let server: TestServer
let address: string
let opened: OpenPage
beforeAll(async () => {
  browser = await launchBrowser()
  server = await testServer({ pageFolder: join(import.meta.dirname, '../../packages/web/dist') })
  address = await server.listen()
  opened = await openPage(browser, address)
  await enrolFleet()
})
afterAll(async () => {
  await opened.context.close()
  await server[Symbol.asyncDispose]()
  await browser.close()
})

/** The first administrator, a key, and a fleet that has reported: some with everything, most with something missing. */
async function enrolFleet(): Promise<void> {
  const { page } = opened
  await page.goto(`${address}/first-admin?token=${server.file('first-admin-token')?.trim()}`)
  await page.getByLabel('Your name').fill('Ada King')
  await page.getByLabel('E-mail address').fill('ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Make the first administrator' }).click()
  await page.getByRole('link', { name: 'Create an activation key' }).click()
  await page.getByLabel('Title').fill('Servers')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const key = (await page.getByRole('textbox', { name: 'Activation key' }).textContent()) ?? ''
  for (let index = 1; index <= HOSTS; index++) {
    const host = debianHost(systemRandom, { packages: 40, index, missing: index % 6 })
    const agent = new SimulatedAgent({ exchange: exchangeWith(server), clock: systemClock, random: systemRandom }, host)
    await agent.enroll(key)
    await agent.checkIn()
    await agent.report({ trigger: 'start' })
  }
}

const box = (label = 'Asset query') => opened.page.getByRole('textbox', { name: label })
const count = (text: string | RegExp) => opened.page.getByText(text, { exact: true }).waitFor()
const press = async (...keys: string[]) => {
  for (const key of keys) await opened.page.keyboard.press(key)
}
async function goTo(path: string): Promise<void> {
  await opened.page.goto(`${address}${path}`)
  await opened.page.getByRole('heading', { level: 1 }).waitFor()
  await opened.settled()
}

it('a query is written with completion and run by the keyboard alone, and the real server answers', async () => {
  const { page } = opened
  await goTo('/assets')
  await count(`${HOSTS} assets`)
  await box().waitFor()
  await press('/')
  await page.keyboard.type('osFam')
  await page.getByRole('option', { name: /osFamily/ }).waitFor()
  await press('Tab')
  // Stored values with how many assets have them.
  await page.getByRole('option', { name: new RegExp(`debian.*${HOSTS}`) }).waitFor()
  await press('Tab')
  await page.keyboard.type(' and missingPatchCount>4')
  await press('Enter')
  await count(`${HOSTS / 6} assets`)
  expect(await box().textContent()).toBe('osFamily:debian and missingPatchCount>4')
})

it('the second query, the filter and the facets narrow it further; explain says how', async () => {
  const { page } = opened
  await goTo('/assets?query=missingPatchCount>0&having=isSecurity:true&status=missing')
  await page.getByText(/^\d+ assets$/).waitFor()
  await page
    .getByRole('complementary')
    .getByRole('button', { name: /^Scanned/ })
    .click()
  await expect.poll(() => box().textContent()).toBe('missingPatchCount>0 and scanStatus:Scanned')
  await page.getByRole('button', { name: 'Explain' }).click()
  const panel = page.getByRole('region', { name: 'How the query is understood' })
  await panel.getByRole('row', { name: new RegExp(`^missingPatchCount>0 ${(HOSTS / 6) * 5} `) }).waitFor()
  await panel.getByText(new RegExp(`^\\d+ of ${HOSTS} match`)).waitFor()
  await page
    .getByRole('complementary')
    .getByRole('button', { name: /^Scanned/ })
    .click()
  await expect.poll(() => box().textContent()).toBe('missingPatchCount>0')
})

it('a selection goes over all pages of the query, with its number; as many as a job names go into one', async () => {
  const { page } = opened
  await goTo('/assets')
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).check()
  await page.getByText('50 selected').waitFor()
  await page.getByRole('button', { name: `Select all ${HOSTS}` }).click()
  await page.getByText(`${HOSTS} selected`).waitFor()
  expect(await page.getByRole('button', { name: 'Create job…' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).check()
  await page.getByText('50 selected').waitFor()
  await page.getByRole('button', { name: 'Create job…' }).click()
  await page.getByLabel('Job title').fill('Fifty')
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await page.getByText('Included by hand (50)').waitFor()
})

it('a search is saved on the server and used on another day', async () => {
  const { page } = opened
  await goTo('/patches?query=isSecurity:true')
  await page.getByRole('button', { name: 'Searches' }).click()
  await page.getByRole('button', { name: 'Save this search…' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Security')
  await page.getByRole('switch', { name: 'Share with everybody in the subscription' }).check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved as Security').waitFor()
  await goTo('/patches')
  await page.getByRole('button', { name: 'Searches' }).click()
  await page.getByRole('button', { name: /^Security isSecurity:true/ }).click()
  await expect.poll(() => box('Patch query').textContent()).toBe('isSecurity:true')
})

it('everything that the query finds comes as CSV', async () => {
  const { page } = opened
  await goTo('/assets?query=missingPatchCount:0')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  const text = await page.request.get(download.url()).then(answer => answer.text())
  expect(text.trim().split('\r\n')).toHaveLength(1 + HOSTS / 6)
})

it('every sort, facet and column of the four lists is one that the server knows', async () => {
  const { page } = opened
  for (const [path, columns] of [
    [
      '/assets',
      'name,os,missing,critical,latest,installed,restart,scan,scanned,agent,checkIn,user,platform,architecture,risk',
    ],
    ['/patches', 'title,type,severity,missing,installed,size,published,category,vendor,vendorSeverity,cvss,epss,kev'],
    ['/jobs', 'name,status,patches,assets,schedule,owner,lastRun,created,modified,platform'],
    ['/vulnerabilities', 'cve,title,severity,assets,cvss,epss,kev,patchable,published'],
  ] as const) {
    await goTo(`${path}?columns=${columns}`)
    const heads = page.getByRole('columnheader').getByRole('button')
    const headCount = await heads.count()
    for (let n = 0; n < headCount; n++) {
      await heads.nth(n).click()
      await opened.settled()
      expect(await page.getByRole('alert').count(), `${path}: ${await heads.nth(n).textContent()}`).toBe(0)
    }
  }
})

it('nothing on the way was an error, a dialog, or a request to somewhere else', () => {
  expect(opened.trouble).toEqual([])
})
