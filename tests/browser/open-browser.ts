import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'

const places = [
  process.env['PATCHYARD_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** Where Chromium is on this machine; undefined: nowhere, and browser tests cannot run. */
export const chromiumPath = (): string | undefined => places.find(path => path !== undefined && existsSync(path))

export function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('no Chromium found: set PATCHYARD_CHROMIUM to one')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export interface Look {
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  readonly timeZone?: string
}

export interface OpenPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Dialogs, errors, policy reports and requests to other places: a clean page has none. */
  readonly trouble: readonly string[]
  /**
   * Waits until every answer is there and drawn, and nothing is asked any more; the stream of changes, which never ends, does not count.
   */
  settled(): Promise<void>
}

// Answers that a test provokes on purpose; the browser logs each as an error of its own.
const refusedRequest = /^Failed to load resource: the server responded with a status of (4\d\d|50[03])/

/**
 * Waits for the next frame and until the page has nothing left to do; false when another document came meanwhile. However slow the page
 * is, an answer has been drawn by then and what that asks for has been asked: a time that passed outside it would not say so. A task of
 * the least weight, and not an idle callback: that one waits for as long as frames leave no time, a minute on a busy machine.
 */
async function drawn(page: Page): Promise<boolean> {
  try {
    await page.evaluate(
      'new Promise(done => requestAnimationFrame(() => scheduler.postTask(done, { priority: "background" })))',
    )
    return true
  } catch (error) {
    if (/context was destroyed|navigat/i.test(String(error))) return false
    throw error
  }
}

export async function openPage(browser: Browser, origin: string, look: Look = {}): Promise<OpenPage> {
  const { scheme = 'light', width = 1440, height = 900, timeZone = 'Europe/Berlin' } = look
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: timeZone,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  context.setDefaultTimeout(8000)
  const trouble: string[] = []
  const page = await context.newPage()
  page.on('dialog', dialog => {
    trouble.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', error => trouble.push(`page error: ${error.message}`))
  page.on('console', message => {
    const [text = ''] = message.text().split('\n')
    if (message.type() === 'error' && !refusedRequest.test(text)) trouble.push(`console: ${text}`)
    if (message.type() === 'warning') trouble.push(`console warning: ${text}`)
  })
  page.on('request', request => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) trouble.push(`asks ${request.url()}`)
  })
  const open = new Set<Request>()
  let asked = 0
  const isCounted = (request: Request): boolean => !request.url().endsWith('/stream')
  page.on('request', request => {
    if (!isCounted(request)) return
    open.add(request)
    asked += 1
  })
  page.on('requestfinished', request => open.delete(request))
  page.on('requestfailed', request => open.delete(request))
  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2; ) {
      const before = asked
      const isDrawn = await drawn(page)
      quiet = isDrawn && open.size === 0 && asked === before ? quiet + 1 : 0
    }
  }
  return { page, context, trouble, settled }
}
