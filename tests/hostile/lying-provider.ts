import { createHash, createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How an identity provider departs from what is right; a member of claims, metadata or return that is null is left out. */
export interface Lie {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly return?: Readonly<Record<string, string | null>>
  readonly sign?: 'none' | 'hs256-public' | 'hs256-secret' | 'other-key' | 'broken'
  readonly groups?: number
  readonly append?: string
  readonly again?: boolean
  readonly otherBrowser?: boolean
  readonly page?: boolean
  readonly redirect?: boolean
}

/**
 * An OpenID provider without a page for people: whoever is sent there comes back at once. Written from the specification with
 * node:crypto alone, so that it shares no code with the client.
 */
export interface LyingProvider extends AsyncDisposable {
  readonly issuer: string
  lie: Lie
  /** `location.search` that the browser comes back with. Throws when the request was not as it should be. */
  authorize(url: string): string
}

const clientId = 'patchyard'
export const clientSecret = 'a secret of the client, long enough'
const b64 = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** On 127.0.0.2: a loopback of its own, so that the rest of it stays closed to the server. */
export async function lyingProvider(): Promise<LyingProvider> {
  const { privateKey, publicKey } = keys()
  const other = keys().privateKey
  const codes = new Map<string, { nonce: string; challenge: string }>()
  const state: { lie: Lie } = { lie: {} }
  const server = createServer((request, reply) => {
    answer(request, reply).catch((error: unknown) => reply.writeHead(500).end(String(error)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.2', resolve))
  const issuer = `http://127.0.0.2:${(server.address() as AddressInfo).port}`

  const filled = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('ISSUER', issuer)) as unknown
  const without = (members: object): object =>
    Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))

  function idToken(nonce: string): string {
    const { lie } = state
    const now = Math.floor(Date.now() / 1000)
    const claims = without({
      ...{ iss: issuer, aud: clientId, sub: 'subject-1', nonce, iat: now, exp: now + 300 },
      ...{ email: 'new@example.net', email_verified: true, name: 'New Person', groups: ['staff'] },
      ...(lie.groups === undefined ? {} : { groups: Array.from({ length: lie.groups }, (_, n) => `group-${n}`) }),
      ...(filled(lie.claims ?? {}) as object),
    })
    const alg = lie.sign === 'none' ? 'none' : lie.sign?.startsWith('hs256') === true ? 'HS256' : 'RS256'
    const text = `${b64({ alg, kid: 'k1', typ: 'JWT' })}.${b64(claims)}`
    if (alg === 'none') return `${text}.`
    if (alg === 'HS256') {
      const secret =
        lie.sign === 'hs256-public' ? publicKey.export({ format: 'pem', type: 'spki' }).toString() : clientSecret
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
    }
    const signature = createSign('sha256')
      .update(text)
      .sign(lie.sign === 'other-key' ? other : privateKey)
    if (lie.sign === 'broken') signature[10] = (signature[10] ?? 0) ^ 1
    return `${text}.${signature.toString('base64url')}`
  }

  async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const json = (value: object): void =>
      void reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (request.url === '/.well-known/openid-configuration') {
      return json(
        without({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          authorization_response_iss_parameter_supported: true,
          ...(filled(state.lie.metadata ?? {}) as object),
        }),
      )
    }
    if (request.url === '/jwks') {
      return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] })
    }
    if (request.url !== '/token') return void reply.writeHead(404).end()
    if (state.lie.page === true) return void reply.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
    if (state.lie.redirect === true) return void reply.writeHead(302, { location: `${issuer}/token` }).end()
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = new URLSearchParams(Buffer.concat(chunks).toString())
    const code = codes.get(body.get('code') ?? '')
    codes.delete(body.get('code') ?? '')
    const proof = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    const basic = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret).replaceAll('%20', '+')}`
    const known = request.headers.authorization === `Basic ${Buffer.from(basic).toString('base64')}`
    if (code === undefined || code.challenge !== proof || !known) {
      return void reply.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}')
    }
    json({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken(code.nonce) })
  }

  return {
    issuer,
    get lie() {
      return state.lie
    },
    set lie(lie) {
      state.lie = lie
    },
    authorize(text) {
      const { searchParams: asked } = new URL(text)
      if (asked.get('code_challenge_method') !== 'S256') throw new Error('no PKCE')
      const code = randomUUID()
      codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' })
      const back = without({ code, state: asked.get('state') ?? '', iss: issuer, ...state.lie.return }) as Record<
        string,
        string
      >
      return `?${new URLSearchParams(back).toString()}${state.lie.append ?? ''}`
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
