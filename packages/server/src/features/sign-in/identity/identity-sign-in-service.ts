import type { ProviderReturn } from '@patchyard/api'
import type { Trx } from '../../../database/database.ts'
import { EgressError } from '../../../egress/egress.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { SecretBox } from '../../../secrets/secret-box.ts'
import type { ClientFacts } from '../attempts/client-facts.ts'
import { credentialStore } from '../passwords/credential-store.ts'
import type { ProofService } from '../sessions/proof-service.ts'
import { looksLikeToken, newToken, tokenHash } from '../../../secrets/secret-token.ts'
import { sessionStore } from '../sessions/session-store.ts'
import type { SignInPeople } from '../sign-in-people.ts'
import { type SessionPorts, type SignedIn, startSession } from '../sessions/start-session.ts'
import { GroupClaimError, groupsIn, standingOf } from './group-mapping.ts'
import { type IdentityMembers, settleMember } from './identity-members.ts'
import { linkStore } from './link-store.ts'
import { type IdentityClaims, type OidcClient, OidcRefusal, type OidcSecrets } from './oidc-client.ts'
import { providerAbout, type ProviderRecord, providerStore } from './provider-store.ts'
import { type IdentityRequest, requestStore } from './request-store.ts'

const REQUEST_MS = 10 * 60 * 1000
/** The page that identity providers send browsers back to. */
export const callbackPath = '/sign-in/callback'

export type IdentityResult =
  | SignedIn
  | { readonly kind: 'proven'; readonly subscriptionId: number; readonly personId: number }

export interface IdentitySignInService {
  /** `browser`: the cookie that binds it, if the browser has one. Throws Problem `not_found`, `identity_unreachable`, `identity_refused`. */
  begin(providerId: string, browser: string | null): Promise<{ url: string; browser: string }>
  /** For the session of the principal; same errors, and `proof_refused` for who did not come by an identity provider or has a second factor here. */
  beginProof(principal: Principal, browser: string | null): Promise<{ url: string; browser: string }>
  /** Throws Problem `identity_state`, `identity_refused`, `identity_taken`, `identity_unreachable`. */
  finish(request: ProviderReturn, browser: string | null, client: ClientFacts): Promise<IdentityResult>
}

export function createIdentitySignInService(
  ports: SessionPorts & {
    people: SignInPeople
    members: IdentityMembers
    box: SecretBox
    oidc: OidcClient
    proof: ProofService
    publicUrl: () => string
  },
): IdentitySignInService {
  const { database, clock, random, people, box, oidc } = ports
  const now = (): Date => new Date(clock.nowMs())
  const redirectUri = (): string => `${ports.publicUrl()}${callbackPath}`

  /** Neither stands in the database: whoever reads it cannot finish what a browser began. */
  const secretsOf = (state: string): OidcSecrets => ({
    state,
    nonce: box.mac('oidc nonce', state).toString('base64url'),
    verifier: box.mac('oidc verifier', state).toString('base64url'),
  })

  const opened = (provider: ProviderRecord) => ({
    ...provider,
    clientSecret:
      provider.clientSecret === null
        ? null
        : box.open(providerAbout(provider.publicId), provider.clientSecret).toString('utf8'),
  })

  async function asProblem<T>(work: () => Promise<T>, onRefusal: (reason: string) => Promise<void>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof EgressError) throw new Problem('identity_unreachable', { detail: error.message }, error)
      if (error instanceof OidcRefusal || error instanceof GroupClaimError) {
        await onRefusal(error.message)
        throw new Problem('identity_refused', {}, error)
      }
      throw error
    }
  }

  async function start(
    provider: ProviderRecord,
    known: string | null,
    request: IdentityRequest,
  ): Promise<{ url: string; browser: string }> {
    const state = newToken('pyi', random)
    const browser = known !== null && looksLikeToken('pyi', known) ? known : newToken('pyi', random).text
    const fresh = request.sessionId !== null
    const url = await asProblem(
      () => oidc.begin(opened(provider), redirectUri(), secretsOf(state.text), fresh),
      async () => undefined,
    )
    const expiresAt = new Date(clock.nowMs() + REQUEST_MS)
    await database.asOperator(trx =>
      requestStore.insert(trx, {
        ...request,
        stateHash: state.hash,
        browserHash: tokenHash(browser),
        now: now(),
        expiresAt,
      }),
    )
    return { url, browser }
  }

  async function enabledProvider(subscriptionId: number | null, publicId: string): Promise<ProviderRecord> {
    const found =
      subscriptionId === null
        ? null
        : await database.inSubscription(subscriptionId, trx => providerStore.find(trx, publicId))
    if (found === null || !found.enabled) throw new Problem('not_found')
    return found
  }

  async function auditRefused(request: IdentityRequest, client: ClientFacts, detail: Record<string, unknown>) {
    await database.inSubscription(request.subscriptionId, trx =>
      writeAudit(trx, {
        actor: { anonymous: true, address: client.address },
        action: 'session.refuse',
        object: `identityProvider:${request.providerId}`,
        detail,
        nowMs: clock.nowMs(),
      }),
    )
  }

  async function signIn(
    provider: ProviderRecord,
    request: IdentityRequest,
    claims: IdentityClaims,
    client: ClientFacts,
  ): Promise<SignedIn> {
    const { subscriptionId } = request
    const standing =
      provider.groupClaim === null ? null : standingOf(provider.mapping, groupsIn(claims, provider.groupClaim))
    const done = await database.inSubscription(subscriptionId, async trx => {
      const settled = await settleMember(trx, ports, { provider, subscriptionId, claims, standing, now: now() })
      if (settled.kind === 'refused') return settled
      const person = await credentialStore.findPerson(trx, settled.personId)
      if (person === null || !(await people.isMember(trx, subscriptionId, settled.personId))) {
        return { kind: 'refused', code: 'identity_refused', because: 'disabled' } as const
      }
      return startSession(trx, ports, { person, subscriptionId, way: 'identityProvider', with: null, client })
    })
    if (done.kind !== 'refused') return done
    // The subject stands in the audit: with it an administrator links the account, if it is the right one.
    await auditRefused(request, client, { because: done.because, issuer: provider.issuer, subject: claims.sub })
    throw new Problem(done.code, done.code === 'identity_claims' ? { detail: done.because } : {})
  }

  async function prove(provider: ProviderRecord, sessionId: string, subscriptionId: number, subject: string) {
    const person = await database.inSubscription(subscriptionId, async (trx: Trx) => {
      const personId = await linkStore.findPersonId(trx, provider.issuer, subject)
      const owner = await sessionStore.personOf(trx, sessionId)
      return personId !== null && personId === owner ? credentialStore.findPerson(trx, personId) : null
    })
    if (person === null) throw new Problem('proof_refused', { detail: 'somebody else signed in there' })
    await ports.proof.proven(sessionId, { subscriptionId, publicId: person.publicId }, 'identityProvider')
    return { kind: 'proven', subscriptionId, personId: person.id } as const
  }

  return {
    async begin(providerId, browser) {
      const subscriptionId = await database.asOperator(trx => providerStore.subscriptionOf(trx, providerId))
      const provider = await enabledProvider(subscriptionId, providerId)
      return start(provider, browser, { providerId, subscriptionId: subscriptionId ?? 0, sessionId: null })
    },

    async beginProof(principal, browser) {
      const { sessionId, subscriptionId, personId } = principal
      if (sessionId === null) throw new Problem('key_not_allowed')
      const { ways } = await ports.proof.ways(principal)
      const providerId = ways.includes('identityProvider')
        ? await database.inSubscription(subscriptionId, trx => linkStore.newestProvider(trx, personId))
        : null
      if (providerId === null) {
        throw new Problem('proof_refused', { detail: `an identity provider does not prove you: ${ways.join(' or ')}` })
      }
      const provider = await enabledProvider(subscriptionId, providerId)
      return start(provider, browser, { providerId, subscriptionId, sessionId })
    },

    async finish({ parameters }, browser, client) {
      const states = new URLSearchParams(parameters).getAll('state')
      const [state = ''] = states
      if (states.length !== 1 || !looksLikeToken('pyi', state) || browser === null) throw new Problem('identity_state')
      const request = await database.asOperator(trx =>
        requestStore.take(trx, tokenHash(state), tokenHash(browser), now()),
      )
      if (request === null) throw new Problem('identity_state')
      const provider = await enabledProvider(request.subscriptionId, request.providerId)
      const returned = new URL(`${redirectUri()}${parameters}`)
      const wanted = ['email', ...(provider.groupClaim === null ? [] : [provider.groupClaim])]
      return asProblem(
        async () => {
          const fresh = request.sessionId !== null
          const claims = await oidc.finish(opened(provider), returned, secretsOf(state), { fresh, wanted })
          return request.sessionId === null
            ? signIn(provider, request, claims, client)
            : prove(provider, request.sessionId, request.subscriptionId, claims.sub)
        },
        reason => auditRefused(request, client, { because: reason, issuer: provider.issuer }),
      )
    },
  }
}
