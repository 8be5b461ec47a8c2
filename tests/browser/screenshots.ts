// Pictures of every page, wide and narrow, light and dark:
//   node tests/browser/screenshots.ts FOLDER [ONLY]
// ONLY: parts of the pictures' names with commas between, such as "assets,job-wide" or "dark".
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { sampleAnswers, sampleCve, sampleId } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { visit } from './visit.ts'

interface Scene {
  readonly name: string
  readonly path: string
  readonly signedOut?: true
  /** What a person does before the picture is taken. */
  act?(page: Page): Promise<void>
}

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
}

const menuStep = (name: string) => async (page: Page) => {
  await press('Actions')(page)
  await page.getByRole('menuitem', { name }).click()
}

const wizardStep = (name: string) => async (page: Page) => {
  const title = page.getByLabel('Job title')
  if ((await title.inputValue()) === '') await title.fill('Kernel on three')
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click()
  await page.getByRole('group', { name: new RegExp(`: ${name}$`) }).waitFor()
}

const scenes: readonly Scene[] = [
  { name: 'sign-in', path: '/', signedOut: true },
  { name: 'first-admin', path: '/first-admin#token=q7Zk3mXw9rTb2nVc8sLd4fHj', signedOut: true },
  { name: 'assets', path: '/assets' },
  {
    name: 'assets-selected',
    path: '/assets?sort=-missingCriticalCount',
    async act(page) {
      for (const box of (await page.getByRole('checkbox').all()).slice(1, 4)) await box.check()
    },
  },
  { name: 'assets-none-match', path: '/assets?query=nothing-like-this' },
  {
    name: 'assets-query',
    path: '/assets?query=operatingSystem:debian and (name:web* or tags.name:prod)&having=severity:Critical&status=missing',
    act: press('Explain'),
  },
  {
    name: 'assets-why',
    path: `/assets?query=operatingSystem:debian and (tags.name:frozen or not missingPatchCount>2)&having=severity:Critical&status=missing`,
    async act(page) {
      await page.getByRole('button', { name: 'Why not?' }).click()
      await page.getByRole('textbox', { name: /^Asset:/ }).fill('web-01')
      await page
        .getByRole('button', { name: /^web-01/ })
        .first()
        .click()
      await page.getByRole('button', { name: 'Ask about one patch…' }).click()
      await page.getByRole('list', { name: 'To choose from' }).getByRole('button').first().click()
    },
  },
  {
    name: 'assets-why-choose',
    path: '/assets?query=operatingSystem:debian',
    act: press('Why not?'),
  },
  { name: 'assets-wrong', path: '/assets?query=osFamly:debian and scanStatus:Nonsense' },
  { name: 'assets-searches', path: '/assets', act: press('Searches') },
  { name: 'assets-columns', path: '/assets', act: press('Columns') },
  {
    name: 'assets-completion',
    path: '/assets',
    async act(page) {
      await page.getByRole('textbox', { name: 'Asset query' }).click()
      await page.keyboard.type('missingPatchCount>0 and tags.name:')
      await page.getByRole('listbox').waitFor()
    },
  },
  { name: 'asset-missing', path: `/assets/${sampleId('asset', 6)}` },
  { name: 'asset-software', path: `/assets/${sampleId('asset', 6)}/software` },
  { name: 'asset-system', path: `/assets/${sampleId('asset', 6)}/system` },
  { name: 'patches', path: '/patches' },
  { name: 'patch-cves', path: `/patches/${sampleId('patch', 1)}/cves` },
  { name: 'patch-advisories', path: `/patches/${sampleId('patch', 1)}/advisories` },
  { name: 'patch-files', path: `/patches/${sampleId('patch', 23)}/files` },
  { name: 'patch-supersedence-of-two', path: `/patches/${sampleId('patch', 1)}/supersedence` },
  { name: 'patch-supersedence', path: `/patches/${sampleId('patch', 19)}/supersedence` },
  { name: 'patch-supersedence-of-200', path: `/patches/${sampleId('patch', 18)}/supersedence` },
  { name: 'cve-overview', path: `/vulnerabilities/${sampleCve}` },
  { name: 'cve-patches', path: `/vulnerabilities/${sampleCve}/patches` },
  { name: 'cve-assets', path: `/vulnerabilities/${sampleCve}/assets` },
  { name: 'cve-says', path: `/vulnerabilities/${sampleCve}/statements` },
  { name: 'cve-references', path: `/vulnerabilities/${sampleCve}/references` },
  { name: 'vulnerabilities', path: '/vulnerabilities' },
  { name: 'patch', path: `/patches/${sampleId('patch', 0)}` },
  { name: 'patch-details', path: `/patches/${sampleId('patch', 0)}/details` },
  { name: 'jobs', path: '/jobs' },
  { name: 'job', path: `/jobs/${sampleId('job', 1)}` },
  { name: 'job-cancel', path: `/jobs/${sampleId('job', 1)}`, act: press('Cancel…') },
  { name: 'job-menu', path: `/jobs/${sampleId('job', 1)}`, act: press('Actions') },
  { name: 'job-rename', path: `/jobs/${sampleId('job', 1)}`, act: menuStep('Rename…') },
  { name: 'job-delete', path: `/jobs/${sampleId('job', 3)}`, act: menuStep('Delete…') },
  { name: 'job-left-out', path: `/jobs/${sampleId('job', 1)}/left-out` },
  { name: 'job-definition', path: `/jobs/${sampleId('job', 1)}/definition` },
  { name: 'job-runs', path: `/jobs/${sampleId('job', 5)}/runs` },
  { name: 'job-recurring', path: `/jobs/${sampleId('job', 5)}/definition` },
  { name: 'job-draft', path: `/jobs/${sampleId('job', 6)}` },
  { name: 'job-new', path: '/jobs/new' },
  {
    name: 'job-wizard-assets',
    path: '/jobs/new',
    async act(page) {
      await wizardStep('Assets')(page)
      await page.getByRole('button', { name: 'Choose tags…' }).first().click()
      await page.getByRole('treeitem', { name: /prod/ }).first().click()
      await page.getByRole('button', { name: 'Add Exclusion Asset Tags' }).click()
    },
  },
  {
    name: 'job-wizard-import',
    path: '/jobs/new',
    async act(page) {
      await wizardStep('Assets')(page)
      await page.getByRole('button', { name: 'Import from CSV…' }).click()
      await page.getByLabel('Assets, one a line').fill('web-01\nnobody')
      await page.getByRole('button', { name: 'Look them up' }).click()
    },
  },
  {
    name: 'job-wizard-selector',
    path: '/jobs/new',
    async act(page) {
      await wizardStep('Patches')(page)
      await page.getByRole('radio', { name: 'Select Patch' }).check()
      await page.getByRole('button', { name: 'Take me to patch selector' }).click()
      await page.getByRole('checkbox').nth(1).check()
    },
  },
  { name: 'job-wizard-query', path: `/jobs/${sampleId('job', 5)}/edit`, act: wizardStep('Patches') },
  { name: 'job-wizard-actions', path: `/jobs/${sampleId('job', 5)}/edit`, act: wizardStep('Pre-actions') },
  { name: 'job-wizard-schedule', path: `/jobs/${sampleId('job', 5)}/edit`, act: wizardStep('Schedule') },
  {
    name: 'job-wizard-options',
    path: `/jobs/${sampleId('job', 5)}/edit`,
    async act(page) {
      await wizardStep('Options')(page)
      await page.getByRole('switch', { name: 'Pre-deployment message' }).click()
    },
  },
  { name: 'job-wizard-access', path: `/jobs/${sampleId('job', 1)}/edit`, act: wizardStep('Job access') },
  { name: 'job-wizard-review', path: `/jobs/${sampleId('job', 5)}/edit`, act: wizardStep('Review') },
  {
    name: 'jobs-enable',
    path: '/jobs',
    async act(page) {
      for (const box of (await page.getByRole('checkbox').all()).slice(1, 4)) await box.check()
      await page.getByRole('button', { name: 'Actions for chosen jobs' }).click()
      await page.getByRole('menuitem', { name: 'Enable…' }).click()
    },
  },
  { name: 'job-access', path: `/jobs/${sampleId('job', 1)}/access` },
  {
    name: 'job-owner-change',
    path: '/jobs',
    async act(page) {
      await page.getByRole('checkbox').nth(1).check()
      await page.getByRole('button', { name: 'Actions for chosen jobs' }).click()
      await page.getByRole('menuitem', { name: 'Change owner…' }).click()
      await page.getByRole('list', { name: 'People to choose from' }).getByRole('button').nth(1).click()
      await page.getByRole('table', { name: /^From the next run on/ }).waitFor()
    },
  },
  { name: 'job-without-owner', path: `/jobs/${sampleId('job', 3)}` },
  { name: 'task', path: `/tasks/${sampleId('task', 1007)}` },
  { name: 'agents', path: '/agents?sort=-status' },
  { name: 'agent-resume', path: '/agents?sort=-status', act: press(/^Resume/) },
  { name: 'agent-accept', path: '/agents?q=proxy', act: press(/^Accept/) },
  {
    name: 'agents-selected',
    path: '/agents',
    async act(page) {
      for (const box of (await page.getByRole('checkbox').all()).slice(1, 4)) await box.check()
    },
  },
  { name: 'tags', path: '/tags' },
  { name: 'tag', path: `/tags/${sampleId('tag', 9)}` },
  { name: 'tag-delete', path: `/tags/${sampleId('tag', 1)}`, act: press('Delete…') },
  { name: 'tag-new', path: '/tags/new', act: press('Choose tags…') },
  { name: 'tag-rule', path: `/tags/${sampleId('tag', 9)}/edit`, act: page => page.getByText(/^It finds /).waitFor() },
  {
    name: 'assets-tag',
    path: '/assets?query=name:web*',
    async act(page) {
      for (const box of (await page.getByRole('checkbox').all()).slice(1, 3)) await box.check()
      await page.getByRole('button', { name: 'Actions' }).click()
      await page.getByRole('menuitem', { name: 'Add tags…' }).click()
    },
  },
  {
    name: 'assets-remove',
    path: '/assets?query=name:web*',
    async act(page) {
      for (const box of (await page.getByRole('checkbox').all()).slice(1, 3)) await box.check()
      await page.getByRole('button', { name: 'Actions' }).click()
      await page.getByRole('menuitem', { name: 'Remove…' }).click()
    },
  },
  { name: 'asset-profiles', path: `/assets/${sampleId('asset', 7)}/profiles` },
  { name: 'licence', path: '/licence', act: press('Choose tags…') },
  { name: 'profiles-assessment', path: '/profiles/assessment' },
  { name: 'profile-assessment', path: `/profiles/assessment/${sampleId('profile', 2)}` },
  { name: 'profiles-configuration', path: '/profiles/configuration' },
  { name: 'profiles-order', path: '/profiles/configuration', act: press('Change order…') },
  { name: 'profile-configuration', path: `/profiles/configuration/${sampleId('profile', 102)}` },
  { name: 'feeds', path: '/feeds' },
  { name: 'feed-new', path: '/feeds', act: press('Add a source') },
  { name: 'feed-held', path: `/feeds/${sampleId('other', 403)}` },
  { name: 'feed-accept', path: `/feeds/${sampleId('other', 403)}`, act: menuStep('Accept what is held…') },
  { name: 'feed-failed', path: `/feeds/${sampleId('other', 404)}` },
  { name: 'feed-repository', path: `/feeds/${sampleId('other', 407)}` },
  { name: 'feed-rejected', path: `/feeds/${sampleId('other', 407)}`, act: press(/^Rejected in/) },
  { name: 'feed-about', path: `/feeds/${sampleId('other', 407)}/about` },
  { name: 'feed-remove', path: `/feeds/${sampleId('other', 407)}`, act: menuStep('Remove…') },
  {
    name: 'bundles',
    path: '/feeds/offline',
    act: page => page.getByRole('checkbox', { name: 'Only some feeds' }).check(),
  },
  { name: 'programs', path: '/programs' },
  { name: 'program-map', path: '/programs?sort=-name', act: press(/^Map GIMP/) },
  { name: 'program-proposed', path: '/programs', act: press(/^Map Firefox/) },
  { name: 'program-mappings', path: '/programs/mappings' },
  { name: 'program-take-back', path: '/programs/mappings', act: press(/^Take back what/) },
  { name: 'activation-keys', path: '/activation-keys' },
  { name: 'activation-key-new', path: '/activation-keys?new=1' },
  {
    name: 'activation-key-made',
    path: '/activation-keys?new=1',
    async act(page) {
      await page.getByLabel('Title').fill('Frankfurt servers')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByText('Install command').first().waitFor()
    },
  },
  { name: 'installing', path: '/activation-keys/installing' },
  { name: 'api-keys', path: '/api-keys' },
  {
    name: 'api-key-new',
    path: '/api-keys',
    async act(page) {
      await press('New API key')(page)
      await page.getByLabel('May').selectOption('chosen')
    },
  },
  { name: 'set-password', path: '/set-password#token=q7Zk3mXw9rTb2nVc8sLd4fHj', signedOut: true },
  { name: 'who-am-i', path: '/account' },
  { name: 'signing-in', path: '/account/security' },
  { name: 'authenticator-app', path: '/account/security', act: press('Set up an authenticator app') },
  { name: 'sessions', path: '/account/sessions' },
  { name: 'device', path: '/device?code=WDJB-MJHT', act: press('Go on') },
  { name: 'people', path: '/people' },
  { name: 'people-invite', path: '/people', act: press('Invite') },
  { name: 'person', path: `/people/${sampleId('person', 1)}` },
  { name: 'person-access', path: `/people/${sampleId('person', 2)}`, act: press('Change…') },
  { name: 'roles', path: '/roles' },
  {
    name: 'person-disable',
    path: `/people/${sampleId('person', 2)}`,
    async act(page) {
      await press('Actions')(page)
      await page.getByRole('menuitem', { name: 'Disable…' }).click()
    },
  },
  { name: 'identity-providers', path: '/sign-in-settings' },
  { name: 'identity-provider-new', path: '/sign-in-settings', act: press('New provider') },
  { name: 'identity-provider', path: `/sign-in-settings/providers/${sampleId('other', 71)}`, act: press('Check') },
  {
    name: 'identity-provider-link',
    path: `/sign-in-settings/providers/${sampleId('other', 71)}`,
    act: press('Link an account'),
  },
  { name: 'sign-in-rules', path: '/sign-in-settings/rules', act: press('Demand it…') },
  { name: 'audit', path: '/audit' },
  { name: 'audit-row', path: '/audit', act: press(/^Details of tag.change/) },
  { name: 'audit-verified', path: '/audit', act: press('Verify') },
  { name: 'subscriptions', path: '/subscriptions' },
  { name: 'subscription-new', path: '/subscriptions', act: press('New subscription') },
  { name: 'about', path: '/about' },
  { name: 'menu', path: '/jobs', act: press(/menu$/) },
  { name: 'not-found', path: '/nowhere' },
]

const looks = {
  'wide-light': { scheme: 'light', width: 1440, height: 900 },
  'wide-dark': { scheme: 'dark', width: 1440, height: 900 },
  'narrow-light': { scheme: 'light', width: 320, height: 1200 },
  'narrow-dark': { scheme: 'dark', width: 320, height: 1200 },
} as const

const [folder, only = ''] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: node tests/browser/screenshots.ts FOLDER [ONLY]')
await mkdir(folder, { recursive: true })
const browser = await launchBrowser()
try {
  for (const [lookName, look] of Object.entries(looks))
    for (const signedIn of [false, true]) {
      const isWanted = (name: string): boolean => only.split(',').some(part => name.includes(part))
      const wanted = scenes.filter(
        scene => (scene.signedOut !== true) === signedIn && isWanted(`${scene.name}-${lookName}`),
      )
      if (wanted.length === 0) continue
      const answers = () => sampleAnswers({ nowMs: Date.now(), signedIn })
      const here = await visit(browser, answers(), look)
      for (const scene of wanted) {
        here.server.answer(answers())
        await (signedIn ? here.walk(scene.path) : here.go(scene.path))
        await here.settled()
        if (look.width < 760 && scene.name === 'menu')
          await here.page.getByRole('button', { name: 'Open the menu' }).click()
        // A scene that cannot be reached is named, and the others are still taken.
        try {
          await scene.act?.(here.page)
        } catch (error) {
          console.error(`${scene.name}-${lookName}: ${String(error).split('\n')[0]}`)
        }
        await here.settled()
        await here.page.screenshot({ path: join(folder, `${scene.name}-${lookName}.png`) })
      }
      try {
        await here[Symbol.asyncDispose]()
      } catch (trouble) {
        console.error(`${lookName}: ${String(trouble)}`)
      }
    }
} finally {
  await browser.close()
}
