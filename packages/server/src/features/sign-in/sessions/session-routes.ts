import { Session } from '@patchyard/api'
import { wholeListAnswer } from '../../../csv/whole-list-answer.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { AnyRoute } from '../../../http/route.ts'
import { clientFacts } from '../attempts/client-facts.ts'
import type { PasswordsService } from '../passwords/passwords-service.ts'
import type { ProofService } from './proof-service.ts'
import type { SecondStepService } from './second-step-service.ts'
import type { SignInCookies } from './session-cookie.ts'
import type { SessionsService } from './sessions-service.ts'
import type { SignInAnswers } from '../sign-in-routes.ts'

export function sessionRoutes(ports: {
  secondStep: SecondStepService
  passwords: PasswordsService
  proof: ProofService
  sessions: SessionsService
  cookies: SignInCookies
  answers: SignInAnswers
}): AnyRoute[] {
  const { secondStep, passwords, proof, sessions, answers } = ports
  const client = clientFacts(ports.cookies)
  return [
    apiRoute(
      'signInWithSecondFactor',
      async (_, { body, request, reply }) => answers.of(reply, await secondStep.finish(body, client(request))),
      { errors: ['second_factor_refused', 'passkey_refused'], ratePerMinute: 60 },
    ),
    apiRoute('startPasskeySignIn', (_, { body }) => secondStep.passkeyQuestion(body), {
      errors: ['second_factor_refused', 'passkeys_unavailable'],
      ratePerMinute: 60,
    }),
    apiRoute(
      'signInWithPasskey',
      async (_, { body, request, reply }) =>
        answers.of(reply, await secondStep.signInWithPasskey(body, client(request))),
      { errors: ['passkey_refused', 'passkeys_unavailable'], ratePerMinute: 60 },
    ),
    apiRoute('inspectOneTimeLink', (_, { body }) => passwords.inspect(body.token), {
      errors: ['one_time_link_refused'],
      ratePerMinute: 30,
    }),
    apiRoute(
      'useOneTimeLink',
      async (_, { body, request, reply }) => answers.of(reply, await passwords.useLink(body, client(request))),
      { errors: ['one_time_link_refused', 'password_weak'], ratePerMinute: 30 },
    ),
    apiRoute('getProveWays', principal => proof.ways(principal)),
    apiRoute('proveSession', (principal, { body, request }) => proof.prove(principal, body, client(request)), {
      errors: ['proof_refused', 'passkey_refused', 'key_not_allowed'],
      ratePerMinute: 60,
    }),
    apiRoute('startPasskeyProof', principal => proof.passkeyQuestion(principal), {
      errors: ['passkeys_unavailable', 'key_not_allowed'],
    }),
    apiRoute('listSessions', (principal, { query }) => sessions.list(principal, query)),
    apiRoute('exportSessions', (principal, { query, reply }) =>
      wholeListAnswer(reply, 'sessions.csv', Session, part => sessions.list(principal, { ...query, ...part })),
    ),
    apiRoute('endSession', async (principal, { params }) => {
      await sessions.end(principal, params.id)
      return {}
    }),
    apiRoute('endOtherSessions', async principal => ({ ended: await sessions.endOthers(principal) })),
  ]
}
