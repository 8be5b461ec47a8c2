import type { Exchange } from '@patchyard/fleet'
import type { TestServer } from '@patchyard/server/testing'
import { firstAdminBrowser } from './cookie-browser.ts'

/** The agents' door of a server under test, without a socket. */
export function exchangeWith(server: TestServer): Exchange {
  return async ({ method, path, headers, body }) => {
    const reply = await server.app.inject({
      method,
      url: path,
      headers: { ...headers },
      ...(method === 'POST' ? { payload: body } : {}),
    })
    return { status: reply.statusCode, body: reply.rawPayload }
  }
}

export interface Person {
  /** Calls the API as this person; the parsed answer and its status. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
    // What a test expects stands in the test; an answer may be anything.
    // oxlint-disable-next-line typescript/no-explicit-any
  ): Promise<{ status: number; body: any; headers?: Readonly<Record<string, unknown>> }>
}

/** The first administrator of a fresh server, by the one-time token, speaking with an API key. */
export async function firstAdmin(server: TestServer): Promise<Person> {
  const browser = await firstAdminBrowser(server, '127.0.0.1')
  const key = await browser.ask('POST', '/api-keys', { title: 'test' })
  return personWith(server, key.body.secret as string)
}

/** `from`: the address of each call; a test of many thousands is otherwise one client that asks too often. */
export function personWith(server: TestServer, secret: string, from: () => string = () => '127.0.0.1'): Person {
  return {
    async call(method, path, body, headers = {}) {
      const reply = await server.app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${secret}`, ...headers },
        remoteAddress: from(),
        ...(body === undefined ? {} : { payload: body }),
      })
      const isJson = /[/+]json/.test(String(reply.headers['content-type']))
      const { statusCode: status, headers: answered } = reply
      return { status, headers: answered, body: reply.body === '' ? null : isJson ? reply.json() : reply.body }
    },
  }
}
