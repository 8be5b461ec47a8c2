import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal, sampleAnswers, samplePassword } from '@patchyard/web/testing'
import { launchBrowser } from './open-browser.ts'
import { visit } from './visit.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const signedOut = () => sampleAnswers({ nowMs: Date.now(), signedIn: false })

describe('a person who is not signed in', () => {
  it('is asked for a password, told when it is wrong, and then comes to the page asked for', async () => {
    await using here = await visit(browser, signedOut())
    await here.go('/jobs')
    await here.page.getByLabel('E-mail address').fill('ada.king@example.org')
    await here.page.getByLabel('Password', { exact: true }).fill('wrong')
    await here.page.getByRole('button', { name: 'Sign in' }).click()
    await expect.poll(() => here.page.getByRole('alert').textContent()).toContain('Address or password is wrong')
    await here.page.getByLabel('Password', { exact: true }).fill(samplePassword)
    await here.page.keyboard.press('Enter')
    await here.page.getByRole('heading', { name: 'Jobs' }).waitFor()
    expect(new URL(here.page.url()).pathname).toBe('/jobs')
  })

  it('sees nothing of the fleet', async () => {
    await using here = await visit(browser, signedOut())
    await here.go('/assets')
    expect(here.server.api.calls).toEqual(['GET /me'])
    expect(await here.page.getByRole('navigation').count()).toBe(0)
  })
})

describe('the first administrator', () => {
  it.each(['/first-admin?token=', '/first-admin#token='])(
    'is made by the link %s…, whose token leaves the address at once',
    async link => {
      const token = 'abcdefghijklmnopqrstuvwx'
      let asked: unknown
      const base = signedOut()
      const answers = {
        ...base,
        createFirstAdmin: (input: { body: unknown }) => {
          asked = input.body
          return base.createFirstAdmin?.(input as never) as never
        },
      }
      await using here = await visit(browser, answers)
      await here.go(`${link}${token}`)
      await expect.poll(() => here.page.url()).toBe(`${here.server.url}/first-admin`)
      await here.page.getByLabel('Your name').fill('Ada King')
      await here.page.getByLabel('E-mail address').fill('ada@example.org')
      await here.page.getByLabel('Password', { exact: true }).fill('a long enough one')
      await here.page.getByRole('button', { name: 'Make the first administrator' }).click()
      await here.page.getByRole('heading', { name: 'Assets' }).waitFor()
      expect(asked).toEqual({ token, name: 'Ada King', email: 'ada@example.org', password: 'a long enough one' })
    },
  )

  it('is told why a used token does not serve', async () => {
    const answers = {
      createFirstAdmin: () => {
        throw new Refusal(401, 'first_admin_refused', 'The one-time token is not valid')
      },
    }
    await using here = await visit(browser, answers)
    await here.go('/first-admin')
    await here.page.getByLabel('One-time token').fill('abcdefghijklmnopqrstuvwx')
    await here.page.getByLabel('Your name').fill('Ada')
    await here.page.getByLabel('E-mail address').fill('ada@example.org')
    await here.page.getByLabel('Password', { exact: true }).fill('a long enough one')
    await here.page.keyboard.press('Enter')
    await expect.poll(() => here.page.getByRole('alert').textContent()).toContain('not valid')
  })
})

describe('a session that ends in the middle', () => {
  it('asks for the password in a dialog, and what was typed stays', async () => {
    const open = sampleAnswers({ nowMs: Date.now() })
    const ended = sampleAnswers({ nowMs: Date.now(), signedIn: false })
    await using here = await visit(browser, open)
    await here.go('/jobs/new')
    await here.page.getByLabel('Name').fill('A job that I had nearly finished')
    here.server.answer({
      ...ended,
      listPatches: () => {
        throw new Refusal(401, 'unauthenticated', 'Sign in first')
      },
    })
    await here.page.getByRole('button', { name: 'Choose patches…' }).click()
    const dialog = here.page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.waitFor()
    here.server.answer(ended)
    await dialog.getByLabel('Password', { exact: true }).fill(samplePassword)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await here.page.getByRole('checkbox', { name: /^Select openssl/ }).waitFor()
    await here.page.getByRole('button', { name: 'Go back' }).click()
    expect(await here.page.getByLabel('Name').inputValue()).toBe('A job that I had nearly finished')
  })

  it('ends for good when the person signs out', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now() }))
    await here.go('/assets')
    await here.page.getByRole('button', { name: /menu$/ }).click()
    await here.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await here.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(here.server.api.calls).toContain('DELETE /session')
  })
})

describe('a person whose role is narrow', () => {
  it('is offered nothing that the server would refuse', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), role: 'patchReader' }))
    await here.go('/assets')
    expect(await here.page.getByRole('link', { name: 'Activation keys' }).count()).toBe(0)
    await here.page.getByRole('link', { name: 'app-01.lon1.example.org' }).click()
    await here.page.getByRole('heading', { name: 'app-01.lon1.example.org' }).waitFor()
    expect(await here.page.getByRole('button', { name: 'Scan now' }).count()).toBe(0)
    expect(await here.page.getByRole('checkbox').count()).toBe(0)
    await here.page.getByRole('link', { name: 'Jobs' }).click()
    await here.page.getByRole('heading', { name: 'Jobs' }).waitFor()
    expect(await here.page.getByRole('link', { name: 'New job' }).count()).toBe(0)
  })

  it('is told so on a page that the role does not open', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), role: 'patchReader' }))
    await here.page.goto(`${here.server.url}/activation-keys`)
    await here.page.getByText('Your role does not allow this').waitFor()
    expect(here.server.api.calls).not.toContain('GET /activation-keys')
  })
})
