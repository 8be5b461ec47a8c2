import type { FastifyRequest } from 'fastify'
import type { Cursors } from '../../paging/cursor.ts'
import type { ServerContext } from '../../server-context.ts'
import type { AccessService } from '../access/access-service.ts'
import type { ApiKeysService } from '../access/api-keys-service.ts'
import { forgetAttempts } from './attempts/attempt-limits.ts'
import { deviceLoginRoutes } from './device/device-login-routes.ts'
import { createDeviceLoginService } from './device/device-login-service.ts'
import { identityRoutes } from './identity/identity-routes.ts'
import { createIdentitySignInService } from './identity/identity-sign-in-service.ts'
import { createOidcClient } from './identity/oidc-client.ts'
import { createProvidersService } from './identity/providers-service.ts'
import { announceFirstAdmin } from './links/first-admin.ts'
import { forgetBrowsers, KNOWN_BROWSER_S } from './attempts/known-browsers.ts'
import { ownFactorsRoutes } from './factors/own-factors-routes.ts'
import { createOwnFactorsService } from './factors/own-factors-service.ts'
import { createPasskeyCeremonies } from './factors/passkey-ceremonies.ts'
import { createPasswordsService } from './passwords/passwords-service.ts'
import { createProofService } from './sessions/proof-service.ts'
import { createSecondStepService } from './sessions/second-step-service.ts'
import { createSignInAdministration } from './administration/sign-in-administration.ts'
import { signInAdministrationRoutes } from './administration/sign-in-administration-routes.ts'
import { signInCookies } from './sessions/session-cookie.ts'
import { sessionRoutes } from './sessions/session-routes.ts'
import { createSessionsService } from './sessions/sessions-service.ts'
import { signInAnswers, signInRoutes } from './sign-in-routes.ts'
import type { SignInPeople, SignInRights } from './sign-in-people.ts'
import type { IdentityMembers } from './identity/identity-members.ts'
import type { SecretBox } from '../../secrets/secret-box.ts'
import { createSignInService } from './sign-in-service.ts'

const HOUR_MS = 60 * 60 * 1000

export interface SignInFeature {
  readonly sessionTokenOf: (request: FastifyRequest) => string | undefined
  announceFirstAdmin(): Promise<void>
  readonly chores: readonly { readonly name: string; readonly everyMs: number; run(): Promise<void> }[]
}

/** Ways in and everything that belongs to them. */
export function registerSignIn(
  context: ServerContext,
  ports: {
    access: AccessService
    apiKeys: ApiKeysService
    cursors: Cursors
    box: SecretBox
    people: SignInPeople
    rights: SignInRights
    members: IdentityMembers
  },
): SignInFeature {
  const { database, clock, random, routes } = context
  const { people, rights, members, box } = ports
  const cookies = signInCookies(context.address.https)
  const answers = signInAnswers(cookies, ports.access.meOfPerson)
  const signIn = createSignInService({ database, clock, random, people })
  const passkeys = createPasskeyCeremonies({ database, clock, random, publicUrl: context.address.publicUrl })
  const passwords = createPasswordsService({ database, clock, random, people })
  const proof = createProofService({ database, clock, box, passwords, passkeys })
  const secondStep = createSecondStepService({ database, clock, random, people, box, passkeys })
  const sessions = createSessionsService({ database, clock, cursors: ports.cursors })
  const factors = createOwnFactorsService({ database, clock, random, box, passkeys })
  const oidc = createOidcClient(context.egress)
  const { publicUrl } = context.address
  const identity = createIdentitySignInService({
    ...{ database, clock, random, people, box, oidc, proof, publicUrl },
    members,
  })
  const providers = createProvidersService({
    ...{ database, clock, random, box, oidc, rights, publicUrl },
    cursors: ports.cursors,
  })
  const { meOfPerson, principalOfPerson } = ports.access
  const device = createDeviceLoginService({
    ...{ database, clock, random, box, publicUrl, principalOfPerson },
    apiKeys: ports.apiKeys,
  })
  const administration = createSignInAdministration({ database, clock, cursors: ports.cursors, rights })
  routes.add([
    ...deviceLoginRoutes(device, cookies),
    ...signInAdministrationRoutes(administration),
    ...identityRoutes({ database, signIn: identity, providers, cookies, answers, meOfPerson }),
    ...signInRoutes(signIn, cookies, answers),
    ...sessionRoutes({ secondStep, passwords, proof, sessions, cookies, answers }),
    ...ownFactorsRoutes({ factors, passwords, cookies }),
  ])
  return {
    sessionTokenOf: cookies.session.read,
    announceFirstAdmin: () => announceFirstAdmin({ signIn, context }),
    chores: [
      {
        name: 'forget attempts to sign in',
        everyMs: HOUR_MS,
        run: () =>
          database.asOperator(async trx => {
            const now = new Date(clock.nowMs())
            await forgetAttempts(trx, now)
            await forgetBrowsers(trx, { before: new Date(now.getTime() - KNOWN_BROWSER_S * 1000) })
          }),
      },
    ],
  }
}
