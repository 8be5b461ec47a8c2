import * as client from 'openid-client'
import { checkUrl } from '../../../egress/check-target.ts'
import { type Egress, EGRESS_MS, EgressError } from '../../../egress/egress.ts'

// OpenID Connect Core 1.0 with the code flow, PKCE (RFC 7636), state, nonce and the issuer in the answer (RFC 9207). The signature of
// the ID token is always checked: TLS to the token endpoint alone would do by the letter of §3.1.3.7, but not behind a proxy.

export interface OidcProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | null
  readonly scopes: string
}

export interface OidcSecrets {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export type IdentityClaims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** What the provider said is not what it should say; `reason` names it for the audit. */
export class OidcRefusal extends Error {
  readonly code = 'oidc_refusal'
  readonly reason: string
  constructor(reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause })
    this.reason = reason
  }
}

export interface OidcClient {
  /** Throws EgressError or OidcRefusal. */
  check(provider: OidcProvider): Promise<void>
  /** Where to send the browser. `fresh`: the person must sign in anew there. */
  begin(provider: OidcProvider, redirectUri: string, secrets: OidcSecrets, fresh: boolean): Promise<string>
  /** `returned`: the redirect URI with what the provider added. `wanted`: claims to ask for where the ID token lacks them. */
  finish(
    provider: OidcProvider,
    returned: URL,
    secrets: OidcSecrets,
    options: { fresh: boolean; wanted: readonly string[] },
  ): Promise<IdentityClaims>
}

export function createOidcClient(egress: Egress): OidcClient {
  const send: client.CustomFetch = async (url, options) => {
    const answer = await egress.send({
      url,
      method: options.method === 'POST' ? 'POST' : 'GET',
      headers: options.headers,
      ...(options.body === undefined || options.body === null ? {} : { body: String(options.body) }),
    })
    const type = answer.headers['content-type']
    return new Response(answer.body, {
      status: answer.status,
      headers: type === undefined ? {} : { 'content-type': type },
    })
  }

  async function discovered(provider: OidcProvider): Promise<client.Configuration> {
    const insecure = provider.issuer.startsWith('http:')
    const config = await client.discovery(
      new URL(provider.issuer),
      provider.clientId,
      undefined,
      authentication(provider),
      {
        [client.customFetch]: send,
        timeout: EGRESS_MS / 1000,
        // The egress door lets http pass to an opened loopback only.
        execute: [client.enableNonRepudiationChecks, ...(insecure ? [client.allowInsecureRequests] : [])],
      },
    )
    const metadata = config.serverMetadata()
    // The library takes two spellings of one address for the same; issuers are compared by every character (Core §2).
    if (metadata.issuer !== provider.issuer) throw new OidcRefusal('the metadata names another issuer')
    const { authorization_endpoint: page } = metadata
    if (page === undefined || checkUrl(page).protocol !== new URL(provider.issuer).protocol) {
      throw new OidcRefusal('the metadata names no authorization endpoint that a browser may be sent to')
    }
    return config
  }

  /** Everything that the library throws is about what the provider said, except for what the egress door threw inside of it. */
  async function judged<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
        if (cause instanceof EgressError || cause instanceof OidcRefusal) throw cause
      }
      throw new OidcRefusal(reasonOf(error), error)
    }
  }

  return {
    check: provider =>
      judged(async () => {
        await discovered(provider)
      }),

    begin: (provider, redirectUri, secrets, fresh) =>
      judged(async () => {
        const config = await discovered(provider)
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: provider.scopes,
          state: secrets.state,
          nonce: secrets.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
          code_challenge_method: 'S256',
          ...(fresh ? { prompt: 'login', max_age: '0' } : {}),
        })
        return url.href
      }),

    finish: (provider, returned, secrets, { fresh, wanted }) =>
      judged(async () => {
        const config = await discovered(provider)
        const tokens = await client.authorizationCodeGrant(config, returned, {
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          pkceCodeVerifier: secrets.verifier,
          idTokenExpected: true,
          ...(fresh ? { maxAge: 0 } : {}),
        })
        const claims = tokens.claims()
        if (claims === undefined || claims.sub === '') throw new OidcRefusal('no ID token')
        // Core §3.1.3.7 (3) to (5), stricter than the library: a token that was made for somebody else too, or got by another
        // client, is not ours alone.
        if (Array.isArray(claims.aud) && claims.aud.some(one => one !== provider.clientId)) {
          throw new OidcRefusal('the ID token is for others, too')
        }
        if (claims.azp !== undefined && claims.azp !== provider.clientId) {
          throw new OidcRefusal('the ID token was given to another client')
        }
        const lacking = wanted.some(name => !Object.hasOwn(claims, name))
        if (!lacking || config.serverMetadata().userinfo_endpoint === undefined) return claims
        return { ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims }
      }),
  }
}

/** `client_secret_basic` is the default of the specification; some offer only the other. */
function authentication({ clientSecret }: OidcProvider): client.ClientAuth {
  if (clientSecret === null) return client.None()
  const [basic, post] = [client.ClientSecretBasic(clientSecret), client.ClientSecretPost(clientSecret)]
  return (server, ...rest) => {
    const offered = server.token_endpoint_auth_methods_supported
    const onlyPost =
      offered !== undefined && !offered.includes('client_secret_basic') && offered.includes('client_secret_post')
    return (onlyPost ? post : basic)(server, ...rest)
  }
}

/** Short, without what the provider wrote: that is untrusted text. */
function reasonOf(error: unknown): string {
  if (error instanceof client.AuthorizationResponseError) return 'the provider refused'
  if (error instanceof client.ResponseBodyError) return 'the token endpoint refused'
  if (error instanceof Error) return error.message.slice(0, 200)
  return 'not an answer of OpenID Connect'
}
