import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAnswers, sampleId } from '@patchyard/web/testing'
import { listening } from './listening.ts'
import { launchBrowser } from './open-browser.ts'
import { visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('a deployment job', () => {
  it('of one patch and several assets says what it touches and asks before it starts', async () => {
    const { asked, answers } = listening('createJob')
    await using here = await visit(browser, answers)
    await here.go(`/patches/${sampleId('patch', 0)}`)
    for (const n of [1, 2, 3]) await here.page.getByRole('checkbox').nth(n).check()
    await here.page.getByRole('button', { name: 'Create job…' }).click()
    await here.page.getByLabel('Job title').fill('Kernel on three')
    const steps = here.page.getByRole('navigation', { name: 'Steps' })
    await steps.getByRole('button', { name: 'Review' }).click()
    await here.page.getByText('1 patch on 3 assets', { exact: true }).waitFor()
    await here.page.getByText('No asset is rebooted').waitFor()
    await steps.getByRole('button', { name: 'Options' }).click()
    await here.page.getByRole('radio', { name: 'Always, at the end' }).check()
    await steps.getByRole('button', { name: 'Review' }).click()
    await here.page.getByText('All 3 assets reboot at the end.').waitFor()
    await here.page.getByRole('button', { name: 'Save & Enable' }).click()
    const dialog = here.page.getByRole('dialog', { name: 'Start this job now?' })
    await dialog.getByText('All 3 assets reboot at the end.').waitFor()
    await dialog.getByText('It starts as soon as it is enabled.').waitFor()
    expect(asked).toEqual([])
    await dialog.getByRole('button', { name: 'Save & Enable' }).click()
    await here.page.getByRole('heading', { name: 'Kernel on three' }).waitFor()
    expect(asked).toMatchObject([
      {
        name: 'Kernel on three',
        patches: { from: 'list', patches: [sampleId('patch', 0)] },
        schedule: { type: 'onDemand' },
        options: { onFailure: 'stop', reboot: 'always' },
        enable: true,
      },
    ])
    expect((asked[0] as { assets: { include: string[] } }).assets.include).toHaveLength(3)
  })

  it('can be put together from nothing, survives a reload of its beginnings, and is saved disabled', async () => {
    const { asked, answers } = listening('createJob')
    await using here = await visit(browser, answers)
    await here.go(`/assets/${sampleId('asset', 1)}`)
    await here.page.getByRole('checkbox', { name: 'Select all rows shown' }).check()
    await here.page.getByRole('button', { name: 'Create job…' }).click()
    await here.page.getByRole('heading', { name: 'New deployment job' }).waitFor()
    await here.page.reload()
    const steps = here.page.getByRole('navigation', { name: 'Steps' })
    await steps.getByRole('button', { name: 'Assets' }).click()
    await here.page.getByText('Included by hand (1)').waitFor()
    await here.page.getByRole('button', { name: 'Choose assets…' }).click()
    const dialog = here.page.getByRole('dialog', { name: 'Choose assets' })
    await dialog.getByRole('searchbox').fill('gitlab')
    await dialog.getByRole('checkbox', { name: /^Select gitlab-01/ }).check()
    await dialog.getByRole('button', { name: 'Take 2 assets' }).click()
    await here.page.getByText('2 assets', { exact: true }).waitFor()
    await steps.getByRole('button', { name: 'Patches' }).click()
    await here.page.getByText('Patches (9)').waitFor()
    await here.page.getByRole('button', { name: /^Take out linux/ }).click()
    await here.page.getByText('Patches (8)').waitFor()
    await here.page.getByRole('button', { name: 'Save', exact: true }).click()
    await here.page.getByText('This job has not run').waitFor()
    expect(asked).toMatchObject([{ enable: false, assets: { include: expect.any(Array) as unknown } }])
  })

  it('chooses a range with Shift, and everything that matches beyond the rows on the screen', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), assetCount: 200 }))
    await here.go('/jobs/new')
    await here.page.getByLabel('Job title').fill('Many')
    await here.page.getByRole('button', { name: 'Next', exact: true }).click()
    await here.page.getByRole('button', { name: 'Choose assets…' }).click()
    const dialog = here.page.getByRole('dialog', { name: 'Choose assets' })
    const boxes = dialog.getByRole('checkbox')
    await boxes.nth(2).check()
    await boxes.nth(6).click({ modifiers: ['Shift'] })
    await dialog.getByText('5 selected').waitFor()
    await dialog.getByRole('button', { name: 'Take 5 assets' }).click()
    await here.page.getByText('Included by hand (5)').waitFor()
  })
})

describe('a running job', () => {
  it('is cancelled only after a question that says how many tasks are open', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    await here.go(`/jobs/${sampleId('job', 1)}`)
    await here.page.getByRole('img', { name: /^11 of 23 tasks ended: 9 completed/ }).waitFor()
    await here.page.getByRole('button', { name: 'Cancel…' }).click()
    const dialog = here.page.getByRole('dialog')
    await dialog.getByText('12 tasks are still open. What has not begun will not begin.').waitFor()
    await dialog.getByRole('button', { name: 'Cancel the job' }).click()
    await here.page.getByText('12 cancelled').first().waitFor()
    expect(here.server.api.calls).toContain(`POST /jobs/${sampleId('job', 1)}/cancel`)
  })

  it('shows what was left out, with the reason in words', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    await here.go(`/jobs/${sampleId('job', 1)}`)
    await here.page.getByRole('link', { name: /^Left out/ }).click()
    await here.page.getByText('None of the chosen patches is missing on this asset.').waitFor()
  })
})

describe('whose a job is', () => {
  it('changes for many at once, after the server said what it would mean', async () => {
    const { asked, answers } = listening('changeJobOwner')
    await using here = await visit(browser, answers)
    await here.go('/jobs')
    const boxes = here.page.getByRole('checkbox', { name: /^Select (?!all)/ })
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await here.page.getByRole('button', { name: 'Actions for chosen jobs' }).click()
    await here.page.getByRole('menuitem', { name: 'Change owner…' }).click()
    const dialog = here.page.getByRole('dialog', { name: 'Give 2 jobs to another owner' })
    await dialog.getByRole('textbox').fill('lind')
    await dialog.getByRole('button', { name: /^Bo Lind/ }).click()
    await dialog.getByRole('cell', { name: '15', exact: true }).waitFor()
    expect(asked).toMatchObject([{ owner: sampleId('person', 2), dryRun: true }])
    await dialog.getByRole('button', { name: 'Give 2 jobs' }).click()
    await here.page.getByText('Bo Lind owns 2 jobs now.').waitFor()
    expect(asked).toHaveLength(2)
    expect(asked[1]).not.toHaveProperty('dryRun')
    await here.page.getByText('2 selected').waitFor({ state: 'detached' })
  })

  it('decides what others see of it: the row, why not more, and no button that would be refused', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), role: 'patchUser' }))
    await here.go('/jobs')
    await here.page.getByRole('checkbox', { name: /^Select November/ }).check()
    await here.page.getByRole('button', { name: 'Actions for chosen jobs' }).click()
    await here.page.getByRole('menuitem', { name: 'Disable…' }).waitFor()
    expect(await here.page.getByRole('menuitem', { name: 'Change owner…' }).count()).toBe(0)
    await here.page.keyboard.press('Escape')
    await here.page.getByRole('link', { name: /^Only its row is open to you .*Kernel, staging first$/ }).click()
    await here.page.getByText('You are neither the owner nor a co-author of this job.').waitFor()
    expect(await here.page.getByRole('button', { name: 'Enable…' }).count()).toBe(0)
    await here.walk(`/jobs/${sampleId('job', 1)}/access`)
    await here.page.getByRole('button', { name: 'Remove Cleo Marsh' }).click()
    await here.page.getByRole('dialog').getByText('Cleo Marsh then sees no more than the row of this job.').waitFor()
    await here.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await here.page.getByText('cleo.marsh@example.org').waitFor({ state: 'detached' })
    expect(await here.page.getByRole('button', { name: 'Change owner…' }).count()).toBe(0)
  })
})

describe('a job that did not end well', () => {
  it('is retried for chosen tasks, which are those that failed', async () => {
    const { asked, answers } = listening('retryJob')
    await using here = await visit(browser, answers)
    await here.go(`/jobs/${sampleId('job', 2)}`)
    const boxes = here.page.getByRole('checkbox', { name: /^Select (?!all)/ })
    await expect.poll(() => boxes.count()).toBe(2)
    await boxes.first().check()
    await here.page.getByRole('button', { name: 'Retry selected…' }).click()
    await here.page.getByRole('dialog').getByText('A new run begins at once on 1 asset.').waitFor()
    await here.page.getByRole('dialog').getByRole('button', { name: 'Retry' }).click()
    await expect.poll(() => asked).toEqual([{ tasks: [sampleId('task', 2018)] }])
  })

  it('tells of each patch the outcome, the reason in words and the output without terminal sequences', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    await here.go(`/tasks/${sampleId('task', 1007)}`)
    const log = here.page.getByRole('region', { name: /^Output for openssl/ })
    await log.getByText('E: Sub-process /usr/bin/dpkg returned an error code (1)').waitFor()
    expect(await log.textContent()).not.toContain('\u001b')
    await here.page.getByText("A package's own script failed; its output is kept.").first().waitFor()
    await here.page
      .getByRole('region', { name: 'Output for Drain the node' })
      .getByText('drain: no such node')
      .waitFor()
  })
})

describe('the menu of a job', () => {
  it('gives another name, and says when somebody else gave one meanwhile', async () => {
    const { asked, answers } = listening('changeJob')
    await using here = await visit(browser, answers)
    await here.go(`/jobs/${sampleId('job', 1)}`)
    const rename = async (name: string) => {
      await here.page.getByRole('button', { name: 'Actions' }).click()
      await here.page.getByRole('menuitem', { name: 'Rename…' }).click()
      await here.page.getByRole('dialog').getByLabel('Name').fill(name)
    }
    await rename('Frankfurt first')
    await here.page.getByRole('button', { name: 'Rename', exact: true }).click()
    await here.page.getByRole('heading', { name: 'Frankfurt first' }).waitFor()
    expect(asked).toEqual([{ name: 'Frankfurt first', was: 'November security patches, Frankfurt' }])
    await rename('Frankfurt last')
    here.server.api.handle({
      method: 'PATCH',
      url: `/api/v1/jobs/${sampleId('job', 1)}`,
      body: JSON.stringify({ name: 'Munich' }),
    })
    await here.page.getByRole('button', { name: 'Rename', exact: true }).click()
    await here.page.getByText('the job has another name by now: Munich').waitFor()
  })

  it('deletes a job that never ran, and keeps those that did', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    await here.go(`/jobs/${sampleId('job', 3)}`)
    await here.page.getByRole('button', { name: 'Actions' }).click()
    await here.page.getByRole('menuitem', { name: 'Delete…' }).click()
    await here.page.getByText('It never ran: no run, task or result is lost').waitFor()
    await here.page.getByRole('button', { name: 'Delete job' }).click()
    await here.page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor()
    await here.page.getByText('5 jobs', { exact: true }).waitFor()
    await here.walk(`/jobs/${sampleId('job', 1)}`)
    await here.page.getByRole('button', { name: 'Actions' }).click()
    expect(await here.page.getByRole('menuitem', { name: /^Delete/ }).isDisabled()).toBe(true)
  })
})

describe('agents and keys', () => {
  it('a quarantine ends for the machine that a person names', async () => {
    const { asked, answers } = listening('resumeAgent')
    await using here = await visit(browser, answers)
    await here.go('/agents?q=mail-01')
    await here.page.getByRole('button', { name: /^Resume/ }).click()
    const dialog = here.page.getByRole('dialog', { name: 'End the quarantine?' })
    expect(await dialog.getByRole('button', { name: 'Resume with this machine' }).isDisabled()).toBe(true)
    await dialog.getByRole('radio', { name: /At 10\.20\.1\.114/ }).check()
    await dialog.getByRole('button', { name: 'Resume with this machine' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(asked).toEqual([{ machine: 'c7'.repeat(16) }])
  })

  it('revoking says what it touches', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    await here.go('/agents?q=web-01')
    await here.page.getByRole('button', { name: /^More for web-01/ }).click()
    await here.page.getByRole('menuitem', { name: 'Revoke…' }).click()
    await here.page.getByText('1 asset is no longer scanned or patched').waitFor()
    await here.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await here.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await here.page.getByText('Revoked', { exact: true }).waitFor()
  })

  it('an activation key is shown once, can be copied, and is gone afterwards', async () => {
    const { asked, answers } = listening('createActivationKey')
    await using here = await visit(browser, answers)
    await here.go('/activation-keys')
    await here.page.getByRole('button', { name: 'New activation key' }).click()
    await here.page.getByLabel('Title').fill('Berlin')
    await here.page.getByLabel('Only from these networks').fill('10.0.0.0/8')
    await here.page.getByRole('button', { name: 'Create', exact: true }).click()
    await here.page
      .getByRole('button', { name: /^Copy install command/ })
      .first()
      .click()
    // The browser fills its clipboard behind the click.
    const copied = () => here.page.evaluate('navigator.clipboard.readText()')
    await expect.poll(copied).toMatch(/^cd .* curl .*-x64\.tar\.gz .* --key pyak1_/)
    await here.page.keyboard.press('Escape')
    expect(await here.page.getByRole('dialog').isVisible()).toBe(true)
    await here.page.getByRole('button', { name: 'I have it' }).click()
    await here.page.getByRole('dialog').waitFor({ state: 'hidden' })
    await here.page.getByRole('rowheader', { name: 'Berlin' }).waitFor()
    expect(await here.page.content()).not.toContain('pyak1_')
    expect(asked).toMatchObject([{ title: 'Berlin', autoAccept: true, allowedNetworks: ['10.0.0.0/8'] }])
  })
})
