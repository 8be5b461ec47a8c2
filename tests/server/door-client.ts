import type { Exchange } from '@patchyard/fleet'
import type { TestServer } from '@patchyard/server/testing'

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
  // What a test expects stands in the test; an answer may be anything.
  // oxlint-disable-next-line typescript/no-explicit-any
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<{ status: number; body: any }>
}

/** The first administrator of a fresh server, by the one-time token, speaking with an API key. */
export async function firstAdmin(server: TestServer): Promise<Person> {
  await server.listen()
  const token = server.file('first-admin-token')?.trim()
  const made = await server.app.inject({
    method: 'POST',
    url: '/api/v1/first-admin',
    payload: { token, email: 'admin@example.org', name: 'Admin', password: 'correct horse battery' },
  })
  const cookie = made.cookies.map(c => `${c.name}=${c.value}`).join('; ')
  const key = await server.app.inject({
    method: 'POST',
    url: '/api/v1/api-keys',
    headers: { cookie },
    payload: { title: 'test' },
  })
  return personWith(server, key.json<{ secret: string }>().secret)
}

/** `from`: the address of each call; a test of many thousands is otherwise one client that asks too often. */
export function personWith(server: TestServer, secret: string, from: () => string = () => '127.0.0.1'): Person {
  return {
    async call(method, path, body) {
      const reply = await server.app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${secret}` },
        remoteAddress: from(),
        ...(body === undefined ? {} : { payload: body }),
      })
      const isJson = /[/+]json/.test(String(reply.headers['content-type']))
      return { status: reply.statusCode, body: reply.body === '' ? null : isJson ? reply.json() : reply.body }
    },
  }
}
