import type { Locator, Page } from 'playwright-core'
import { sampleCve, sampleId } from '@patchyard/web/testing'

/** How something is pressed: by pointer, or with the keyboard alone. */
export type Press = (what: Locator) => Promise<void>

export const byPointer: Press = what => what.click()

export interface PageToSee {
  readonly name: string
  readonly path: string
  /** What a person opens there; what is pressed first gets the focus back when it closes. */
  act?(page: Page, press: Press): Promise<void>
}

const button = (name: string | RegExp) => (page: Page, press: Press) =>
  press(page.getByRole('button', { name }).first())

const menu = (name: string) => async (page: Page, press: Press) => {
  await button('Actions')(page, press)
  await press(page.getByRole('menuitem', { name }))
}

/** A step of the wizard of jobs, which is only open once the job has a title. */
const step = (name: string) => async (page: Page, press: Press) => {
  if ((await page.getByLabel('Job title').inputValue()) === '')
    await page.getByLabel('Job title').fill('Kernel on three')
  await press(page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }))
  await page.getByRole('group', { name: new RegExp(`: ${name}$`) }).waitFor()
}

/** Every page of the sample fleet, and the dialogs that can be opened there. */
export const pagesToSee: readonly PageToSee[] = [
  { name: 'assets', path: '/assets' },
  { name: 'no match', path: '/assets?query=nothing-like-this' },
  {
    name: 'queries',
    path: '/assets?query=operatingSystem:debian and (name:web* or tags.name:prod)&having=severity:Critical&status=missing',
    act: button('Explain'),
  },
  {
    name: 'why not',
    path: '/assets?query=operatingSystem:debian and (tags.name:frozen or not missingPatchCount>2)',
    async act(page, press) {
      await button('Why not?')(page, press)
      await press(page.getByRole('list', { name: 'To choose from' }).getByRole('button').first())
      await page.getByRole('list', { name: 'Clauses of the query' }).waitFor()
    },
  },
  { name: 'wrong query', path: '/assets?query=osFamly:debian and scanStatus:Nonsense' },
  { name: 'searches', path: '/assets', act: button('Searches') },
  { name: 'columns', path: '/assets', act: button('Columns') },
  { name: 'missing patches', path: `/assets/${sampleId('asset', 6)}` },
  { name: 'installed patches', path: `/assets/${sampleId('asset', 6)}/installed` },
  {
    name: 'installed patches as of an instant',
    path: `/assets/${sampleId('asset', 6)}/installed?asOf=2026-03-31T10:00:00Z`,
  },
  { name: 'software', path: `/assets/${sampleId('asset', 6)}/software` },
  { name: 'system', path: `/assets/${sampleId('asset', 6)}/system` },
  { name: 'patches', path: '/patches' },
  { name: 'patch', path: `/patches/${sampleId('patch', 0)}` },
  { name: 'patch details', path: `/patches/${sampleId('patch', 0)}/details` },
  { name: 'CVEs of a patch', path: `/patches/${sampleId('patch', 1)}/cves` },
  { name: 'advisories of a patch', path: `/patches/${sampleId('patch', 1)}/advisories` },
  { name: 'files of a patch', path: `/patches/${sampleId('patch', 23)}/files` },
  { name: 'supersedence of 200', path: `/patches/${sampleId('patch', 18)}/supersedence` },
  { name: 'supersedence', path: `/patches/${sampleId('patch', 19)}/supersedence` },
  { name: 'vulnerabilities', path: '/vulnerabilities' },
  { name: 'supported systems', path: '/supported-systems' },
  { name: 'vulnerability', path: `/vulnerabilities/${sampleCve}` },
  { name: 'patches of a vulnerability', path: `/vulnerabilities/${sampleCve}/patches` },
  { name: 'assets of a vulnerability', path: `/vulnerabilities/${sampleCve}/assets` },
  { name: 'patched on disk', path: `/vulnerabilities/${sampleCve}/assets?state=onDisk` },
  { name: 'what distributions say', path: `/vulnerabilities/${sampleCve}/statements` },
  { name: 'references', path: `/vulnerabilities/${sampleCve}/references` },
  { name: 'jobs', path: '/jobs' },
  { name: 'job', path: `/jobs/${sampleId('job', 1)}` },
  { name: 'ended job', path: `/jobs/${sampleId('job', 2)}` },
  { name: 'left out', path: `/jobs/${sampleId('job', 1)}/left-out` },
  { name: 'definition', path: `/jobs/${sampleId('job', 1)}/definition` },
  { name: 'job access', path: `/jobs/${sampleId('job', 1)}/access` },
  { name: 'co-author', path: `/jobs/${sampleId('job', 1)}/access`, act: button('Add') },
  {
    name: 'other owner',
    path: '/jobs',
    async act(page, press) {
      await page.getByRole('checkbox').nth(1).check()
      await button('Actions for chosen jobs')(page, press)
      await press(page.getByRole('menuitem', { name: 'Change owner…' }))
      await press(page.getByRole('list', { name: 'People to choose from' }).getByRole('button').first())
      await page.getByRole('table', { name: /^From the next run on/ }).waitFor()
    },
  },
  { name: 'job without owner', path: `/jobs/${sampleId('job', 3)}/access` },
  { name: 'cancel', path: `/jobs/${sampleId('job', 1)}`, act: button('Cancel…') },
  { name: 'rename job', path: `/jobs/${sampleId('job', 1)}`, act: menu('Rename…') },
  { name: 'delete job', path: `/jobs/${sampleId('job', 3)}`, act: menu('Delete…') },
  { name: 'runs of a job', path: `/jobs/${sampleId('job', 5)}/runs` },
  { name: 'recurring job', path: `/jobs/${sampleId('job', 5)}/definition` },
  { name: 'draft of a job', path: `/jobs/${sampleId('job', 6)}` },
  { name: 'clone job', path: `/jobs/${sampleId('job', 5)}`, act: menu('Clone…') },
  {
    name: 'enable jobs',
    path: '/jobs',
    async act(page, press) {
      await page.getByRole('checkbox').nth(1).check()
      await button('Actions for chosen jobs')(page, press)
      await press(page.getByRole('menuitem', { name: 'Enable…' }))
    },
  },
  { name: 'new job', path: '/jobs/new' },
  {
    name: 'new job: assets chosen',
    path: '/jobs/new',
    async act(page, press) {
      await step('Assets')(page, press)
      await press(page.getByRole('button', { name: 'Choose tags…' }).first())
      await page.getByRole('treeitem', { name: /prod/ }).first().click()
      await press(page.getByRole('button', { name: 'Add Exclusion Asset Tags' }))
    },
  },
  {
    name: 'new job: import assets',
    path: '/jobs/new',
    async act(page, press) {
      await step('Assets')(page, byPointer)
      await press(page.getByRole('button', { name: 'Import from CSV…' }))
      await page.getByLabel('Assets, one a line').fill('web-01\nnobody')
      await press(page.getByRole('button', { name: 'Look them up' }))
      await page.getByText('1 asset is meant').waitFor()
    },
  },
  {
    name: 'patch selector',
    path: '/jobs/new',
    async act(page, press) {
      await step('Patches')(page, byPointer)
      await page.getByRole('radio', { name: 'Select Patch' }).check()
      await press(page.getByRole('button', { name: 'Take me to patch selector' }))
      await page.getByRole('dialog').getByRole('textbox', { name: 'Patch query' }).waitFor()
    },
  },
  {
    name: 'new job: query for patches',
    path: `/jobs/${sampleId('job', 5)}/edit`,
    act: step('Patches'),
  },
  { name: 'new job: actions', path: `/jobs/${sampleId('job', 5)}/edit`, act: step('Pre-actions') },
  { name: 'new job: schedule', path: `/jobs/${sampleId('job', 5)}/edit`, act: step('Schedule') },
  {
    name: 'new job: options',
    path: `/jobs/${sampleId('job', 5)}/edit`,
    async act(page, press) {
      await step('Options')(page, press)
      await page.getByRole('switch', { name: 'Pre-deployment message' }).click()
    },
  },
  { name: 'new job: access', path: `/jobs/${sampleId('job', 1)}/edit`, act: step('Job access') },
  { name: 'new job: review', path: `/jobs/${sampleId('job', 5)}/edit`, act: step('Review') },
  { name: 'task', path: `/tasks/${sampleId('task', 1007)}` },
  { name: 'agents', path: '/agents' },
  { name: 'resume', path: '/agents?sort=-status', act: button(/^Resume/) },
  { name: 'agent menu', path: '/agents', act: button(/^More for/) },
  {
    name: 'agents to act on',
    path: '/agents',
    async act(page, press) {
      await page.getByRole('checkbox').nth(1).check()
      await button('Actions')(page, press)
    },
  },
  { name: 'tags', path: '/tags' },
  { name: 'new tag', path: '/tags/new', act: button('Choose tags…') },
  { name: 'tag', path: `/tags/${sampleId('tag', 1)}`, act: button('Delete…') },
  {
    name: 'rule of a tag',
    path: `/tags/${sampleId('tag', 9)}/edit`,
    act: page => page.getByText(/^It finds /).waitFor(),
  },
  {
    name: 'assets to tag',
    path: '/assets',
    async act(page, press) {
      await page.getByRole('checkbox').nth(1).check()
      await menu('Add tags…')(page, press)
    },
  },
  { name: 'profiles of an asset', path: `/assets/${sampleId('asset', 6)}/profiles` },
  { name: 'licence', path: '/licence', act: button('Choose tags…') },
  { name: 'assessment profiles', path: '/profiles/assessment' },
  { name: 'assessment profile', path: `/profiles/assessment/${sampleId('profile', 2)}` },
  { name: 'configuration profiles', path: '/profiles/configuration', act: button('Change order…') },
  { name: 'configuration profile', path: `/profiles/configuration/${sampleId('profile', 102)}` },
  { name: 'feeds', path: '/feeds' },
  { name: 'new source', path: '/feeds', act: button('Add a source') },
  { name: 'feed', path: `/feeds/${sampleId('other', 403)}` },
  { name: 'accept what is held', path: `/feeds/${sampleId('other', 403)}`, act: menu('Accept what is held…') },
  { name: 'rejected entries', path: `/feeds/${sampleId('other', 407)}`, act: button(/^Rejected in/) },
  { name: 'terms of a feed', path: `/feeds/${sampleId('other', 407)}/about`, act: button('Change…') },
  { name: 'remove a source', path: `/feeds/${sampleId('other', 407)}`, act: menu('Remove…') },
  {
    name: 'bundles',
    path: '/feeds/offline',
    act: (page, press) => press(page.getByRole('checkbox', { name: 'Only some feeds' })),
  },
  { name: 'trust a key', path: '/feeds/offline', act: button('Trust a key') },
  { name: 'unmatched programs', path: '/programs' },
  { name: 'map a program', path: '/programs?sort=-name', act: button(/^Map GIMP/) },
  { name: 'map as proposed', path: '/programs', act: button(/^Map Firefox/) },
  { name: 'mappings of programs', path: '/programs/mappings' },
  { name: 'take a mapping back', path: '/programs/mappings', act: button(/^Take back what/) },
  { name: 'activation keys', path: '/activation-keys' },
  { name: 'new activation key', path: '/activation-keys?new=1' },
  { name: 'installing agents', path: '/activation-keys/installing' },
  { name: 'API keys', path: '/api-keys' },
  { name: 'new API key', path: '/api-keys', act: button('New API key') },
  { name: 'who am I', path: '/account' },
  { name: 'signing in', path: '/account/security' },
  { name: 'authenticator app', path: '/account/security', act: button('Set up an authenticator app') },
  { name: 'new recovery codes', path: '/account/security', act: button('New recovery codes…') },
  { name: 'new passkey', path: '/account/security', act: button('Add a passkey') },
  { name: 'remove passkey', path: '/account/security', act: button(/^Remove/) },
  { name: 'sessions', path: '/account/sessions' },
  { name: 'end other sessions', path: '/account/sessions', act: button('End all others…') },
  { name: 'device', path: '/device?code=WDJB-MJHT' },
  { name: 'device consent', path: '/device?code=WDJB-MJHT', act: button('Go on') },
  { name: 'people', path: '/people' },
  { name: 'invite', path: '/people', act: button('Invite') },
  { name: 'person', path: `/people/${sampleId('person', 1)}` },
  { name: 'access of a person', path: `/people/${sampleId('person', 2)}`, act: button('Change…') },
  { name: 'roles', path: '/roles' },
  { name: 'identity providers', path: '/sign-in-settings' },
  { name: 'new identity provider', path: '/sign-in-settings', act: button('New provider') },
  { name: 'identity provider', path: `/sign-in-settings/providers/${sampleId('other', 71)}`, act: button('Check') },
  {
    name: 'group of a provider',
    path: `/sign-in-settings/providers/${sampleId('other', 71)}`,
    act: (page, press) => press(page.getByRole('button', { name: /^Change what/ }).nth(1)),
  },
  {
    name: 'linked account',
    path: `/sign-in-settings/providers/${sampleId('other', 71)}`,
    act: button('Link an account'),
  },
  { name: 'sign-in rules', path: '/sign-in-settings/rules', act: button('Demand it…') },
  { name: 'audit', path: '/audit' },
  { name: 'audit row', path: '/audit', act: button(/^Details of/) },
  { name: 'audit verified', path: '/audit', act: button('Verify') },
  { name: 'operators’ audit', path: '/installation/audit' },
  { name: 'subscriptions', path: '/subscriptions' },
  { name: 'new subscription', path: '/subscriptions', act: button('New subscription') },
  { name: 'about', path: '/about' },
  { name: 'not found', path: '/nowhere' },
]
