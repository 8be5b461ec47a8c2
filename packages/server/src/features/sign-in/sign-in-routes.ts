import type { Me, SignInResult } from '@patchyard/api'
import type { FastifyReply } from 'fastify'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import { clientFacts } from './attempts/client-facts.ts'
import { KNOWN_BROWSER_S } from './attempts/known-browsers.ts'
import type { SignInCookies } from './sessions/session-cookie.ts'
import type { SignInService } from './sign-in-service.ts'
import type { SignedIn } from './sessions/start-session.ts'

/** Turns what a service says of a sign-in into cookies and the answer to the page. */
export interface SignInAnswers {
  in(reply: FastifyReply, done: SignedIn & { kind: 'signedIn' }): Promise<Me>
  of(reply: FastifyReply, result: SignedIn): Promise<SignInResult>
}

export function signInAnswers(
  cookies: SignInCookies,
  meOfPerson: (subscriptionId: number, personId: number) => Promise<Me>,
): SignInAnswers {
  const answers: SignInAnswers = {
    async in(reply, done) {
      const me = await meOfPerson(done.subscriptionId, done.personId)
      cookies.session.set(reply, done.sessionToken)
      if (done.knownBrowser !== null) cookies.knownBrowser.set(reply, done.knownBrowser, KNOWN_BROWSER_S)
      return me
    },
    async of(reply, result) {
      if (result.kind === 'secondFactor') {
        return { state: 'secondFactor', me: null, step: result.step, methods: [...result.methods] }
      }
      return { state: 'signedIn', me: await answers.in(reply, result), step: null, methods: [] }
    },
  }
  return answers
}

export function signInRoutes(service: SignInService, cookies: SignInCookies, answers: SignInAnswers): AnyRoute[] {
  const client = clientFacts(cookies)
  return [
    apiRoute(
      'createFirstAdmin',
      async (_, { body, request, reply }) => answers.in(reply, await service.createFirstAdmin(body, client(request))),
      { errors: ['first_admin_refused', 'password_weak'], ratePerMinute: 10 },
    ),
    apiRoute(
      'signIn',
      async (_, { body, request, reply }) => answers.of(reply, await service.signIn(body, client(request))),
      { errors: ['sign_in_refused'], ratePerMinute: 60 },
    ),
    apiRoute('signOut', async (_, { request, reply }) => {
      const token = cookies.session.read(request)
      if (token !== undefined) await service.signOut(token)
      cookies.session.clear(reply)
      return {}
    }),
  ]
}
