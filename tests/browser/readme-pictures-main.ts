// The pictures of the README, from a real server with its demo fleet:
//   node tests/browser/readme-pictures-main.ts [FOLDER]        default: docs/pictures
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '@patchyard/api'
import type { Page } from 'playwright-core'
import { launchBrowser, openPage } from './open-browser.ts'

const checkout = join(import.meta.dirname, '../..')
const folder = process.argv[2] ?? join(checkout, 'docs/pictures')
const data = await mkdtemp(join(tmpdir(), 'patchyard-pictures-'))

interface Demo {
  readonly address: string
  readonly signIn: { readonly email: string; readonly password: string }
  readonly apiKeys: { readonly administrator: string }
}

/** Asks again until there is an answer; a demo fleet needs a few seconds to enrol and work. */
async function until<T>(what: string, ask: () => Promise<T | null | undefined>): Promise<T> {
  for (let second = 0; second < 120; second++) {
    const answer = await ask().catch(() => null)
    if (answer !== null && answer !== undefined) return answer
    await sleep(1000)
  }
  throw new Error(`waited two minutes for ${what}`)
}

async function signIn(page: Page, demo: Demo): Promise<void> {
  await page.goto(demo.address)
  await page.getByLabel('E-mail address').fill(demo.signIn.email)
  await page.getByLabel('Password', { exact: true }).fill(demo.signIn.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Assets' }).waitFor()
}

async function takePictures(demo: Demo, client: Client): Promise<void> {
  const ended = await until('a job that ended', async () => {
    const { items } = await client.call('listJobs', { query: { sort: '-created' } })
    return items.find(job => job.status === 'completed')
  })
  const { runs } = await client.call('getJob', { params: { id: ended.id } })
  const tasks = await client.call('listRunTasks', { params: { id: runs.at(-1)?.id ?? '' } })
  const failed = tasks.items.find(task => task.itemsFailed > 0) ?? tasks.items[0]
  const assets = await client.call('listAssets', { query: { sort: '-missingPatchCount', limit: 1 } })

  const browser = await launchBrowser()
  try {
    for (const scheme of ['light', 'dark'] as const) {
      const { page, context, settled } = await openPage(browser, demo.address, {
        scheme,
        width: 1280,
        height: 800,
        timeZone: 'UTC',
      })
      const show = async (name: string, path: string, act?: () => Promise<void>): Promise<void> => {
        await page.goto(`${demo.address}${path}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await settled()
        await act?.()
        await settled()
        await page.screenshot({ path: join(folder, `${name}.png`) })
      }
      await signIn(page, demo)
      if (scheme === 'light') {
        const asked = new URLSearchParams({
          query: 'osFamily:debian and (missingPatchCount>5 or rebootPending:true)',
          having: 'isSecurity:true',
          status: 'missing',
        })
        await show('query', `/assets?${asked.toString()}`, async () => {
          await page.getByRole('button', { name: 'Explain' }).click()
          await page.getByText(/ match, counted in /).waitFor()
        })
        await show('completion', '/assets', async () => {
          await page.getByRole('textbox', { name: 'Asset query' }).click()
          await page.keyboard.type('missingPatchCount>0 and s')
          await page.getByRole('option').first().waitFor()
        })
        await show('asset', `/assets/${assets.items[0]?.id}`)
        await show('new-job', `/assets/${assets.items[0]?.id}?type=security`, async () => {
          await page.getByRole('checkbox', { name: 'Select all rows shown' }).check()
          await page.getByRole('button', { name: 'Create job…' }).click()
          const steps = page.getByRole('navigation', { name: 'Steps' })
          await steps.getByRole('button', { name: 'Options' }).click()
          await page.getByRole('radio', { name: /If the package manager/ }).check()
          await steps.getByRole('button', { name: 'Review' }).click()
          await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded()
        })
      } else {
        await show('job', `/jobs/${ended.id}`)
        await show('task', `/tasks/${failed?.id}`)
      }
      await context.close()
    }
  } finally {
    await browser.close()
  }
}

const server = spawn(process.execPath, ['packages/server/src/main.ts', '--data', data, '--port', '0', '--demo'], {
  cwd: checkout,
  stdio: ['ignore', 'ignore', 'inherit'],
})
const gone = new Promise<void>(resolve => {
  server.once('exit', () => resolve())
})
try {
  const demo = await until('the demo', async () => JSON.parse(await readFile(join(data, 'demo.json'), 'utf8')) as Demo)
  await takePictures(demo, createClient({ baseUrl: demo.address, send: fetch, apiKey: demo.apiKeys.administrator }))
} finally {
  server.kill('SIGTERM')
  await gone
  await rm(data, { recursive: true, force: true })
}
