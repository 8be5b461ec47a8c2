import { join } from 'node:path'
import { systemClock } from '@patchyard/server/adapters'
import { testServer } from '@patchyard/server/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, Refusal, sampleAnswers, sampleCode, sampleId, samplePassword } from '@patchyard/web/testing'
import { totpCode } from '../server/totp-code.ts'
import { launchBrowser, openPage } from './open-browser.ts'
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
    await here.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect.poll(() => here.page.getByRole('alert').textContent()).toContain('Address or password is wrong')
    await here.page.getByLabel('Password', { exact: true }).fill(samplePassword)
    await here.page.keyboard.press('Enter')
    await here.page.getByRole('heading', { name: 'Jobs' }).waitFor()
    expect(new URL(here.page.url()).pathname).toBe('/jobs')
  })

  it('sees nothing of the fleet', async () => {
    await using here = await visit(browser, signedOut())
    await here.go('/assets')
    expect(here.server.api.calls).toEqual(['GET /me', 'GET /session/providers'])
    expect(await here.page.getByRole('navigation').count()).toBe(0)
  })
})

async function enterPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill('ada.king@example.org')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe('other ways in', () => {
  it('a second step takes the code or a recovery code, and says when it is wrong', async () => {
    const answers = sampleAnswers({ nowMs: Date.now(), signedIn: false, hasFactor: true })
    await using here = await visit(browser, answers)
    await here.go('/jobs')
    await enterPassword(here.page, samplePassword)
    const code = here.page.getByLabel('Code', { exact: true })
    await code.waitFor()
    await code.and(here.page.locator(':focus')).waitFor()
    await code.fill('111 111')
    await here.page.keyboard.press('Enter')
    await expect.poll(() => here.page.getByRole('alert').textContent()).toContain('wrong')
    await here.page.getByRole('button', { name: 'Use a recovery code' }).click()
    await here.page.getByLabel('Recovery code').fill('k7d0-2mpa-x4th-9vn0')
    await here.page.keyboard.press('Enter')
    await here.page.getByRole('heading', { name: 'Jobs' }).waitFor()
  })

  it('an identity provider leads back to the page that one was on', async () => {
    await using here = await visit(browser, signedOut())
    await here.go('/jobs?sort=-name')
    await here.page.getByRole('button', { name: 'Sign in with Example Login' }).click()
    await here.page.getByRole('heading', { name: 'Jobs' }).waitFor()
    expect(here.page.url()).toBe(`${here.server.url}/jobs?sort=-name`)
  })

  it('what an identity provider refuses is said in words, with a way back', async () => {
    const answers = {
      ...signedOut(),
      finishProviderSignIn: () => {
        throw new Refusal(409, 'identity_taken', 'Somebody here has this e-mail address already')
      },
    }
    await using here = await visit(browser, answers)
    await here.go('/sign-in/callback?code=a&state=b')
    await expect.poll(() => here.page.getByRole('alert').textContent()).toContain('Ask an administrator to link')
    await here.page.getByRole('link', { name: 'Back to the sign-in' }).click()
    await here.page.getByLabel('E-mail address').waitFor()
  })

  it('a one-time link says whose it is, sets a password and leaves the address at once', async () => {
    await using here = await visit(browser, signedOut())
    await here.go('/set-password#token=abcdefghijklmnopqrstuvwx')
    await expect.poll(() => here.page.url()).toBe(`${here.server.url}/set-password`)
    await here.page.getByText('ada.king@example.org').waitFor()
    await here.page.getByLabel('New password').fill('a long enough one')
    await here.page.keyboard.press('Enter')
    await here.page.getByRole('heading', { name: 'Assets' }).waitFor()
  })

  it('a demanded second factor is set up before anything else', async () => {
    const answers = sampleAnswers({ nowMs: Date.now() })
    let isSetUp = false
    const asked = {
      ...answers,
      me: (input: never) => {
        const me = answers.me?.(input)
        if (!isSetUp) throw new Refusal(403, 'second_factor_needed', 'A second factor is demanded here')
        return me as object
      },
      confirmTotp: (input: never) => {
        isSetUp = true
        return answers.confirmTotp?.(input) as object
      },
    } as Answers
    await using here = await visit(browser, asked)
    await here.go('/assets')
    await here.page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
    expect(await here.page.getByRole('navigation').count()).toBe(0)
    await enterDemandedApp(here.page)
    await here.page.getByRole('heading', { name: 'Assets' }).waitFor()
  })
})

async function enterDemandedApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
  await page.getByLabel('Code', { exact: true }).fill(sampleCode)
  await page.keyboard.press('Enter')
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect.poll(() => codes.count()).toBe(10)
  await page.getByRole('button', { name: 'I have them' }).click()
}

describe('what is dangerous', () => {
  it('asks for a proof and is then done; going back leaves everything as it was', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), proven: false }))
    await here.go('/api-keys')
    await here.page.getByRole('button', { name: 'New API key' }).click()
    await here.page.getByLabel('Title').fill('Ansible 2')
    const [create, proof] = [
      here.page.getByRole('button', { name: 'Create', exact: true }),
      here.page.getByRole('dialog', { name: 'Prove that it is you' }),
    ]
    await create.click()
    await proof.getByRole('button', { name: 'Go back' }).click()
    await expect.poll(() => here.page.getByRole('alert').textContent()).toContain('nothing was changed')
    await create.click()
    await proof.getByLabel('Password', { exact: true }).fill('wrong')
    await here.page.keyboard.press('Enter')
    await expect.poll(() => proof.getByRole('alert').textContent()).toContain('wrong')
    await proof.getByLabel('Password', { exact: true }).fill(samplePassword)
    await here.page.keyboard.press('Enter')
    await here.page.getByRole('textbox', { name: 'API key' }).waitFor()
    expect(here.server.api.calls.filter(call => call === 'POST /api-keys').length).toBe(3)
  })
})

it('on the real server: a passkey and an authenticator app are made, let one in, and prove who one is', async () => {
  let aheadMs = 0
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs }
  const pageFolder = join(import.meta.dirname, '../../packages/web/dist')
  await using server = await testServer({ pageFolder, clock, argv: ['--public-url', 'http://localhost:0'] })
  // Browsers make no passkeys for bare IP addresses.
  const address = await server.listen()
  const { page, context, trouble } = await openPage(browser, address)
  const codeNow = (secret: string): string => totpCode(secret, clock.nowMs())
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const leave = async (): Promise<void> => {
    await page.getByRole('button', { name: /menu$/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  }
  try {
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(`${address}/first-admin#token=${server.file('first-admin-token')?.trim()}`)
    await page.getByLabel('Your name').fill('Ada King')
    await page.getByLabel('E-mail address').fill('ada.king@example.org')
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await button('Make the first administrator').click()
    await page.getByRole('heading', { name: 'Assets' }).waitFor()

    await page.goto(`${address}/account/security`)
    await button('Add a passkey').click()
    await page.getByLabel('Title').fill('This laptop')
    await button('Make it').click()
    await page.getByRole('list', { name: 'Passkeys' }).getByText('This laptop').waitFor()
    await button('Set up an authenticator app').click()
    const secret = (await page.getByRole('textbox', { name: 'Secret' }).textContent()) ?? ''
    await page.getByLabel('Code', { exact: true }).fill(codeNow(secret))
    await button('Switch it on').click()
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    const recoveryCode = await codes.first().textContent()
    await button('I have them').click()

    await leave()
    await button('Sign in with a passkey').click()
    await page.getByRole('heading', { name: 'Assets' }).waitFor()

    await leave()
    await enterPassword(page, 'correct horse battery')
    await button('Use the authenticator app').click()
    // A code works once: this is a later one.
    aheadMs += 60_000
    await page.getByLabel('Code', { exact: true }).fill(codeNow(secret))
    await button('Sign in').click()
    await page.getByRole('heading', { name: 'Assets' }).waitFor()

    await leave()
    await enterPassword(page, 'correct horse battery')
    await button('Use a recovery code').click()
    await page.getByLabel('Recovery code').fill(recoveryCode ?? '')
    await button('Sign in').click()
    await page.getByRole('heading', { name: 'Assets' }).waitFor()

    // The proof of the sign-in is ten minutes old: consent to a program asks for another.
    aheadMs += 9 * 60_000
    const started = await server.app.inject({
      method: 'POST',
      url: '/api/v1/device-login',
      payload: { machine: 'laptop-7' },
    })
    const login = started.json<{ deviceCode: string; verificationUriComplete: string }>()
    expect(login.verificationUriComplete).toContain(address)
    await page.goto(login.verificationUriComplete)
    await button('Go on').click()
    await page.getByText('laptop-7').first().waitFor()
    aheadMs += 60_000
    await button('Allow').click()
    const proof = page.getByRole('dialog', { name: 'Prove that it is you' })
    await proof.getByRole('button', { name: 'Use the passkey' }).click()
    await page.getByText('The machine is let in').waitFor()
    const taken = await server.app.inject({
      method: 'POST',
      url: '/api/v1/device-login/take',
      payload: { deviceCode: login.deviceCode },
    })
    expect(taken.json()).toMatchObject({ state: 'done', secret: expect.stringMatching(/^pyk_/) })

    await page.goto(`${address}/account/sessions`)
    await page.getByText('This session').waitFor()
    await page.goto(`${address}/account`)
    await page.getByText('May do everything in the subscription').waitFor()
    expect(trouble).toEqual([])
  } finally {
    await context.close()
  }
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
    const step = (name: string) =>
      here.page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click()
    await here.page.getByLabel('Job title').fill('A job that I had nearly finished')
    await step('Patches')
    await here.page.getByRole('radio', { name: 'Select Patch' }).check()
    here.server.answer({
      ...ended,
      listPatches: () => {
        throw new Refusal(401, 'unauthenticated', 'Sign in first')
      },
    })
    await here.page.getByRole('button', { name: 'Take me to patch selector' }).click()
    const dialog = here.page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.waitFor()
    here.server.answer(ended)
    await dialog.getByLabel('Password', { exact: true }).fill(samplePassword)
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    const selector = here.page.getByRole('dialog', { name: 'Patch Selector' })
    await selector.getByRole('checkbox', { name: /^Select openssl/ }).waitFor()
    await selector.getByRole('button', { name: 'Close' }).last().click()
    await step('Basic information')
    expect(await here.page.getByLabel('Job title').inputValue()).toBe('A job that I had nearly finished')
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
    expect(await here.page.getByRole('button', { name: 'Create Job' }).count()).toBe(0)
  })

  it('is told so on a page that the role does not open', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), role: 'patchReader' }))
    await here.page.goto(`${here.server.url}/activation-keys`)
    await here.page.getByText('Your role does not allow this').waitFor()
    expect(here.server.api.calls).not.toContain('GET /activation-keys')
  })
})

describe('what groups of an identity provider give', () => {
  it('is set with a fresh proof, by who may set how people sign in, and stands in the list', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), proven: false }))
    await here.go(`/sign-in-settings/providers/${sampleId('other', 71)}`)
    await here.page.getByRole('button', { name: 'Add a group' }).click()
    const dialog = here.page.getByRole('dialog', { name: 'What a group gives' })
    await dialog.getByLabel('Group, exactly as the provider writes it').fill('linux-operations')
    await dialog.getByText('This group is in the list already.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Group, exactly as the provider writes it').fill('night-shift')
    await dialog.getByRole('checkbox', { name: 'Patch User' }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    const proof = here.page.getByRole('dialog').last()
    await proof.getByLabel('Password', { exact: true }).fill(samplePassword)
    await here.page.keyboard.press('Enter')
    const groups = here.page.getByRole('list', { name: 'What groups give' }).getByRole('listitem')
    await groups.filter({ hasText: 'night-shift' }).getByText('Patch Reader, Patch User').waitFor()
    expect(await here.page.getByRole('button', { name: /^Change what/ }).count()).toBe(3)
  })

  it('is no business of others', async () => {
    await using here = await visit(browser, sampleAnswers({ nowMs: Date.now(), role: 'patchManager' }))
    await here.go('/assets')
    expect(await here.page.getByRole('link', { name: 'Sign-in' }).count()).toBe(0)
    await here.page.goto(`${here.server.url}/sign-in-settings`)
    await here.page.getByText('Your role does not allow this').waitFor()
  })
})
