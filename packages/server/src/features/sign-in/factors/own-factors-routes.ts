import { apiRoute } from '../../../http/api-route.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import type { AnyRoute } from '../../../http/route.ts'
import { clientFacts } from '../attempts/client-facts.ts'
import type { OwnFactorsService } from './own-factors-service.ts'
import type { PasswordsService } from '../passwords/passwords-service.ts'
import type { SignInCookies } from '../sessions/session-cookie.ts'

export function ownFactorsRoutes(ports: {
  factors: OwnFactorsService
  passwords: PasswordsService
  cookies: SignInCookies
}): AnyRoute[] {
  const { factors, passwords } = ports
  const client = clientFacts(ports.cookies)
  return [
    apiRoute(
      'changePassword',
      async (principal, { body, request }) => {
        await passwords.change(bySession(principal), body, client(request))
        return {}
      },
      { errors: ['proof_refused', 'password_weak', 'key_not_allowed'], ratePerMinute: 30 },
    ),
    apiRoute('getSecondFactors', principal => factors.read(principal)),
    apiRoute('startTotp', principal => factors.startTotp(principal)),
    apiRoute('confirmTotp', (principal, { body }) => factors.confirmTotp(principal, body), {
      errors: ['second_factor_refused'],
      ratePerMinute: 30,
    }),
    apiRoute('removeTotp', async principal => {
      await factors.removeTotp(principal)
      return {}
    }),
    apiRoute('renewRecoveryCodes', principal => factors.renewRecoveryCodes(principal)),
    apiRoute('startPasskey', principal => factors.startPasskey(principal), { errors: ['passkeys_unavailable'] }),
    apiRoute('addPasskey', (principal, { body }) => factors.addPasskey(principal, body), {
      errors: ['passkey_refused', 'passkeys_unavailable'],
    }),
    apiRoute('renamePasskey', (principal, { params, body }) =>
      factors.renamePasskey(bySession(principal), params.id, body.title),
    ),
    apiRoute('removePasskey', async (principal, { params }) => {
      await factors.removePasskey(principal, params.id)
      return {}
    }),
  ]
}

function bySession(principal: Principal): Principal {
  if (principal.sessionId === null) throw new Problem('key_not_allowed')
  return principal
}
