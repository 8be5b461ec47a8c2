import type { JobDetail } from '@patchyard/api'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAnswers, sampleId } from '@patchyard/web/testing'
import { listening } from './listening.ts'
import { launchBrowser } from './open-browser.ts'
import { visit, type Visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('the wizard of jobs', () => {
  const next = (here: Visit) => here.page.getByRole('button', { name: 'Next', exact: true }).click()
  const stepTo = (here: Visit, name: string) =>
    here.page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click()

  it('leads through the guide for RHEL: first Monday of the month at 9 PM, six hours to complete', async () => {
    const { asked, answers } = listening('createJob')
    await using here = await visit(browser, answers)
    const { page } = here
    // 1. Jobs > Linux > Create Job
    await here.go('/jobs')
    await page.getByRole('link', { name: 'Linux', exact: true }).click()
    await page.getByRole('button', { name: 'Create Job' }).click()
    await page.getByRole('menuitem', { name: 'Deployment Job' }).click()
    // 2. Title, Next
    await page.getByLabel('Job title').fill('RHEL Security Patches')
    await next(here)
    // 3. and 4. Asset tags, exclusion
    await page.getByRole('button', { name: 'Choose tags…' }).click()
    await page.getByRole('treeitem', { name: /^prod/ }).click()
    await page.getByRole('button', { name: 'Add Exclusion Asset Tags' }).click()
    await page
      .getByRole('tree', { name: 'Exclusion asset tags' })
      .getByRole('treeitem', { name: /^frozen/ })
      .click()
    await page
      .getByRole('radiogroup', { name: 'An asset is excluded by' })
      .getByRole('radio', { name: 'All of these tags' })
      .check()
    await page.getByText(/^\d+ assets$/).waitFor()
    await next(here)
    // 5. Select Patch, patch selector
    await page.getByRole('radio', { name: 'Select Patch' }).check()
    await page.getByRole('button', { name: 'Take me to patch selector' }).click()
    const selector = page.getByRole('dialog', { name: 'Patch Selector' })
    // 6. The query, and patches chosen
    await selector.getByRole('textbox', { name: 'Patch query' }).fill('category: security')
    await page.keyboard.press('Enter')
    await selector.getByRole('checkbox', { name: 'Select all rows shown' }).check()
    // 7. Add to Job, Close
    await selector.getByRole('button', { name: 'Add to Job' }).click()
    await selector.getByText(/patches added\. In the job:/).waitFor()
    await selector.getByRole('button', { name: 'Close' }).last().click()
    // 8. Next
    await next(here)
    // 9. to 11. Schedule
    await page.getByRole('radio', { name: 'Schedule' }).check()
    await page.getByLabel('Start date').fill('2035-01-01')
    await page.getByLabel('Start time').fill('21:00')
    await page.getByRole('switch', { name: 'Recurring Job' }).click()
    await page.getByLabel('Repeats').selectOption('Monthly')
    await page.getByRole('radio', { name: 'Day of a week' }).check()
    await page.getByLabel('Which').selectOption('1st')
    await page.getByLabel('Day', { exact: true }).selectOption('Monday')
    await page
      .getByText("On the first Monday of every month at 21:00, the agent's time, from 1 January 2035.")
      .waitFor()
    await page
      .getByRole('table', { name: /^Next runs/ })
      .getByRole('cell', { name: 'Mon 2035-02-05 21:00' })
      .waitFor()
    // 12. Patching window
    await page.getByRole('switch', { name: 'Patching window' }).click()
    expect(await page.getByLabel('Length', { exact: true }).inputValue()).toBe('6')
    expect(await page.getByRole('radio', { name: 'Must finish' }).isChecked()).toBe(true)
    await next(here)
    // 13. Options
    await page
      .getByRole('switch', { name: 'Continue patching even after a package failure occurs for a patch' })
      .click()
    await page.getByRole('radio', { name: 'If the package manager asks for it' }).check()
    await next(here)
    // 14. Co-Authors
    await page.getByRole('textbox', { name: 'Co-Authors' }).fill('lind')
    await page.getByRole('button', { name: /^Bo Lind/ }).click()
    await next(here)
    // 15. Review; Save & Enable asks first
    await page.getByRole('button', { name: 'Save & Enable' }).click()
    const dialog = page.getByRole('dialog', { name: 'Enable this job?' })
    await dialog.getByText(/ patches on \d+ assets$/).waitFor()
    await dialog.getByText(/^On the first Monday of every month at 21:00/).waitFor()
    expect(asked).toEqual([])
    await dialog.getByRole('button', { name: 'Save & Enable' }).click()
    await page.getByRole('heading', { name: 'RHEL Security Patches' }).waitFor()
    expect(asked).toMatchObject([
      {
        name: 'RHEL Security Patches',
        kind: 'deployment',
        platform: 'linux',
        assets: {
          tags: [sampleId('tag', 1)],
          excludeTags: [sampleId('tag', 3)],
          matchExcludeTags: 'all',
        },
        schedule: {
          type: 'monthlyWeekdays',
          start: '2035-01-01T21:00',
          zone: null,
          every: 1,
          weekdays: [{ nth: 1, weekday: 'monday' }],
        },
        window: { appliesTo: 'finish', minutes: 360 },
        options: { onFailure: 'continue', reboot: 'ifNeeded' },
      },
    ])
    const made = here.server.api.calls.filter(call => /^POST .*(co-authors|enable)$/.test(call))
    expect(made.map(call => call.split('/').at(-1))).toEqual(['co-authors', 'enable'])
  })

  it('keeps what was left in this tab, and saves a draft with what it lacks named', async () => {
    const { asked, answers } = listening('createJob')
    await using here = await visit(browser, answers)
    const { page } = here
    await here.go('/jobs/new')
    await page.getByLabel('Job title').fill('Half a job')
    await page.reload()
    expect(await page.getByLabel('Job title').inputValue()).toBe('Half a job')
    await here.walk('/assets')
    await here.walk('/jobs/new?platform=windows')
    await page.getByText('You left “Half a job” unfinished in this tab.').waitFor()
    await page.getByRole('button', { name: 'Go on with it' }).click()
    expect(await page.getByLabel('Job title').inputValue()).toBe('Half a job')
    await page.getByText('Save keeps it as a draft, because this is missing: assets, patches and a schedule.').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page
      .getByText('A draft: assets, patches and a schedule missing. Edit the job to complete it.')
      .first()
      .waitFor()
    expect(asked).toMatchObject([{ name: 'Half a job', platform: 'linux', patches: { from: 'none' }, schedule: null }])
    await here.walk('/jobs/new')
    await page.getByLabel('Job title').waitFor()
    expect(await page.getByRole('button', { name: 'Go on with it' }).count()).toBe(0)
  })

  it('begins with a template, and searches for its patches', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    const { page } = here
    await here.go('/jobs/new')
    await page.getByRole('button', { name: 'Use the template RHEL Security Patches' }).click()
    expect(await page.getByLabel('Job title').inputValue()).toBe('RHEL Security Patches')
    await page.getByText('Save keeps it as a draft, because this is missing: assets and patches.').waitFor()
    await stepTo(here, 'Patches')
    await page.getByRole('radio', { name: 'Select Patch' }).check()
    await page.getByRole('button', { name: 'Take me to patch selector' }).click()
    await page.getByRole('dialog').getByText('category:security').waitFor()
  })

  it('says mistakes at their fields and does not go past them', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    const { page } = here
    await here.go('/jobs/new')
    await next(here)
    await page.getByText('A job needs a title.').waitFor()
    await expect.poll(() => page.getByLabel('Job title').evaluate('document.activeElement.tagName')).toBe('INPUT')
    await page.getByLabel('Job title').fill('Mistakes')
    await stepTo(here, 'Options')
    await page.getByLabel('At the same time').fill('0')
    await next(here)
    await page.getByText(/is not a whole number from 1 to 100000|1 to 100/).waitFor()
    await stepTo(here, 'Review')
    await page.getByRole('group', { name: /: Options$/ }).waitFor()
    await page.getByLabel('At the same time').fill('20')
    await stepTo(here, 'Review')
    await page.getByText('20 assets at the same time').waitFor()
  })

  it('edits a job; an edit of what somebody else changed meanwhile says what is lost, and reloads', async () => {
    const { asked, answers } = listening('replaceJobDefinition')
    await using here = await visit(browser, answers)
    const { page } = here
    const path = `/jobs/${sampleId('job', 5)}`
    await here.go(path)
    await page.getByRole('link', { name: 'Edit…' }).first().click()
    await stepTo(here, 'Options')
    await page.getByRole('radio', { name: 'Suppress reboot' }).check()
    await stepTo(here, 'Review')
    await page.getByText('The job is enabled: what you save counts from its next run on.').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('RHEL Security Patches is saved.').waitFor()
    expect(asked).toMatchObject([
      { options: { reboot: 'never' }, patches: { from: 'query', query: 'isSecurity:true' } },
    ])

    await page.getByRole('link', { name: 'Edit…' }).first().click()
    await stepTo(here, 'Schedule')
    await page.getByLabel('Start date').fill('2035-01-01')
    await page.getByLabel('Start time').fill('22:30')
    const { definition, revision } = here.server.api.handle({ method: 'GET', url: `/api/v1${path}`, body: '' })
      .body as JobDetail
    here.server.api.handle({
      method: 'PUT',
      url: `/api/v1${path}`,
      body: JSON.stringify({ ...definition, window: null }),
      ifMatch: `"${revision}"`,
    })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Somebody else changed this job' })
    await dialog.getByText('If you reload, your changes are lost: Schedule.').waitFor()
    await dialog.getByText('They changed: Schedule.').waitFor()
    await dialog.getByRole('button', { name: 'Reload' }).click()
    await stepTo(here, 'Schedule')
    expect(await page.getByLabel('Start time').inputValue()).toBe('21:00')
    expect(await page.getByRole('switch', { name: 'Patching window' }).isChecked()).toBe(false)
  })

  it('imports assets by name, and names the lines that mean none', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    const { page } = here
    await here.go('/jobs/new')
    await page.getByLabel('Job title').fill('Imported')
    await next(here)
    await page.getByRole('button', { name: 'Import from CSV…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import from CSV…' })
    await dialog.getByLabel('Assets, one a line').fill('web-01\nnobody-77')
    await dialog.getByRole('button', { name: 'Look them up' }).click()
    await dialog.getByRole('cell', { name: 'nobody-77' }).waitFor()
    await dialog.getByRole('button', { name: 'Take 1 asset' }).click()
    await page.getByText('Included by hand (1)').waitFor()
  })
})

describe('several jobs', () => {
  it('are enabled together, after a question that names them and those that cannot', async () => {
    const { asked, answers } = listening('enableJobs')
    await using here = await visit(browser, answers)
    const { page } = here
    await here.go('/jobs?query=status:[Draft, Disabled]')
    for (const box of (await page.getByRole('checkbox', { name: /^Select (?!all)/ }).all()).slice(0, 2))
      await box.check()
    await page.getByRole('button', { name: 'Actions for chosen jobs' }).click()
    await page.getByRole('menuitem', { name: 'Enable…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Enable 2 jobs?' })
    await dialog
      .getByText('Drafts cannot be enabled: Browsers, from the security team. Then none of the jobs is.')
      .waitFor()
    await dialog.getByRole('button', { name: 'Enable 2 jobs' }).click()
    await dialog.getByText('Browsers, from the security team: something is missing').waitFor()
    expect(asked).toHaveLength(1)
  })

  it('one is cloned, and its copy opens to be changed', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    const { page } = here
    await here.go(`/jobs/${sampleId('job', 5)}`)
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: 'Clone…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Clone' }).click()
    await page.getByRole('heading', { name: 'Edit Copy of RHEL Security Patches' }).waitFor()
  })
})
