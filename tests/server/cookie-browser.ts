import type { TestServer } from '@patchyard/server/testing'

export interface Reply {
  readonly status: number
  // What a test expects stands in the test; an answer may be anything.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
  readonly headers: Readonly<Record<string, unknown>>
  readonly cookies: readonly { name: string; value: string; [flag: string]: unknown }[]
}

/** Asks as a browser does: keeps cookies, has an address of its own. */
export interface CookieBrowser {
  readonly jar: Map<string, string>
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Reply>
  /** The same cookies in another browser, as if copied. */
  copy(from?: string): CookieBrowser
}

export function cookieBrowser(
  server: TestServer,
  from = '192.0.2.1',
  jar: Map<string, string> = new Map(),
): CookieBrowser {
  return {
    jar,
    copy: (other = from) => cookieBrowser(server, other, new Map(jar)),
    async ask(method, path, body, headers = {}) {
      const reply = await server.app.inject({
        method,
        url: path.startsWith('/api/') ? path : `/api/v1${path}`,
        remoteAddress: from,
        headers: {
          'user-agent': 'Test/1',
          ...(jar.size === 0 ? {} : { cookie: cookieHeader(jar) }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body }),
      })
      for (const { name, value, ...flags } of reply.cookies as { name: string; value: string; expires?: Date }[]) {
        if (flags.expires !== undefined && flags.expires.getTime() <= 0) jar.delete(name)
        else jar.set(name, value)
      }
      const isJson = /[/+]json/.test(String(reply.headers['content-type']))
      return {
        status: reply.statusCode,
        body: isJson ? reply.json() : reply.body,
        headers: reply.headers,
        cookies: reply.cookies as unknown as Reply['cookies'],
      }
    },
  }
}

/** As browsers send it. */
export const cookieHeader = (jar: ReadonlyMap<string, string>): string =>
  [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

/** The first administrator, signed in by the one-time link that the start printed. */
export async function firstAdminBrowser(server: TestServer, from?: string): Promise<CookieBrowser> {
  await server.listen()
  const browser = cookieBrowser(server, from)
  const made = await browser.ask('POST', '/first-admin', {
    token: server.file('first-admin-token')?.trim(),
    email: 'admin@example.org',
    name: 'Admin',
    password: PASSWORD,
  })
  if (made.status !== 201) throw new Error(`first administrator: ${made.status} ${JSON.stringify(made.body)}`)
  return browser
}

/** Of everybody whom tests make. */
export const PASSWORD = 'correct horse battery'

/** The public address of servers that need one: passkeys and links go by it. */
export const ORIGIN = 'https://patch.example.org'

export const signInAs = (browser: CookieBrowser, email: string, password = PASSWORD): Promise<Reply> =>
  browser.ask('POST', '/session', { email, password })

/** The Cookie header of a new session. Throws when signing in is refused. */
export async function sessionCookie(server: TestServer, email: string, from = '127.0.0.1'): Promise<string> {
  const browser = cookieBrowser(server, from)
  const reply = await signInAs(browser, email)
  if (reply.status !== 201) throw new Error(`${email} cannot sign in: ${reply.status} ${JSON.stringify(reply.body)}`)
  return cookieHeader(browser.jar)
}
