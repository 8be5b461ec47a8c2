import { Session } from '@patchyard/api'
import { wholeListAnswer } from '../../../csv/whole-list-answer.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { AnyRoute } from '../../../http/route.ts'
import type { SignInAdministration } from './sign-in-administration.ts'

export const signInAdministrationRoutes = (service: SignInAdministration): AnyRoute[] => [
  apiRoute('listPersonSessions', (principal, { params, query }) => service.listSessions(principal, params.id, query)),
  apiRoute('exportPersonSessions', (principal, { params, query, reply }) =>
    wholeListAnswer(reply, 'sessions.csv', Session, part =>
      service.listSessions(principal, params.id, { ...query, ...part }),
    ),
  ),
  apiRoute('endPersonSessions', async (principal, { params }) => ({
    ended: await service.endSessions(principal, params.id),
  })),
  apiRoute('removePersonSecondFactors', async (principal, { params }) => {
    await service.removeFactors(principal, params.id)
    return {}
  }),
  apiRoute('getSignInRules', principal => service.rules(principal)),
  apiRoute('setSignInRules', (principal, { body }) => service.setRules(principal, body)),
]
