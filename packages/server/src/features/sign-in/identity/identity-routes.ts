import { IdentityLink, IdentityProvider, type Me } from '@patchyard/api'
import { wholeListAnswer } from '../../../csv/whole-list-answer.ts'
import type { Database } from '../../../database/database.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { AnyRoute } from '../../../http/route.ts'
import { clientFacts } from '../attempts/client-facts.ts'
import type { SignInCookies } from '../sessions/session-cookie.ts'
import type { SignInAnswers } from '../sign-in-routes.ts'
import type { IdentitySignInService } from './identity-sign-in-service.ts'
import type { ProvidersService } from './providers-service.ts'
import { providerStore } from './provider-store.ts'

const COOKIE_S = 600

export function identityRoutes(ports: {
  database: Database
  signIn: IdentitySignInService
  providers: ProvidersService
  cookies: SignInCookies
  answers: SignInAnswers
  meOfPerson: (subscriptionId: number, personId: number) => Promise<Me>
}): AnyRoute[] {
  const { database, signIn, providers, cookies, answers } = ports
  const client = clientFacts(cookies)
  const asking = ['identity_unreachable', 'identity_refused'] as const
  return [
    apiRoute('listSignInProviders', async () => ({ items: await database.asOperator(providerStore.listShown) })),
    apiRoute(
      'startProviderSignIn',
      async (_, { body, request, reply }) => {
        const { url, browser } = await signIn.begin(body.provider, cookies.identity.read(request) ?? null)
        cookies.identity.set(reply, browser, COOKIE_S)
        return { url }
      },
      { errors: asking, ratePerMinute: 30 },
    ),
    apiRoute(
      'startProviderProof',
      async (principal, { request, reply }) => {
        const { url, browser } = await signIn.beginProof(principal, cookies.identity.read(request) ?? null)
        cookies.identity.set(reply, browser, COOKIE_S)
        return { url }
      },
      { errors: [...asking, 'proof_refused', 'key_not_allowed'], ratePerMinute: 30 },
    ),
    apiRoute(
      'finishProviderSignIn',
      async (_, { body, request, reply }) => {
        const result = await signIn.finish(body, cookies.identity.read(request) ?? null, client(request))
        if (result.kind !== 'proven') return answers.of(reply, result)
        const me = await ports.meOfPerson(result.subscriptionId, result.personId)
        return { state: 'signedIn', me, step: null, methods: [] }
      },
      {
        errors: [...asking, 'identity_state', 'identity_taken', 'identity_claims', 'proof_refused'],
        ratePerMinute: 30,
      },
    ),
    apiRoute('listIdentityProviders', (principal, { query }) => providers.list(principal, query)),
    apiRoute('exportIdentityProviders', (principal, { query, reply }) =>
      wholeListAnswer(reply, 'identity-providers.csv', IdentityProvider, part =>
        providers.list(principal, { ...query, ...part }),
      ),
    ),
    apiRoute('getIdentityProvider', (principal, { params }) => providers.get(principal, params.id)),
    apiRoute('createIdentityProvider', (principal, { body }) => providers.create(principal, body)),
    apiRoute('changeIdentityProvider', (principal, { params, body }) => providers.change(principal, params.id, body)),
    apiRoute('deleteIdentityProvider', async (principal, { params }) => {
      await providers.remove(principal, params.id)
      return {}
    }),
    apiRoute('checkIdentityProvider', (principal, { params }) => providers.check(principal, params.id), {
      ratePerMinute: 30,
    }),
    apiRoute('listIdentityLinks', (principal, { params, query }) => providers.listLinks(principal, params.id, query)),
    apiRoute('exportIdentityLinks', (principal, { params, query, reply }) =>
      wholeListAnswer(reply, 'identity-links.csv', IdentityLink, part =>
        providers.listLinks(principal, params.id, { ...query, ...part }),
      ),
    ),
    apiRoute('createIdentityLink', (principal, { params, body }) => providers.link(principal, params.id, body)),
    apiRoute('deleteIdentityLink', async (principal, { params }) => {
      await providers.unlink(principal, params.id)
      return {}
    }),
  ]
}
