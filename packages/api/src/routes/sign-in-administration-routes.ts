import { contract } from '../route-contract.ts'
import { Done, IdParams, ListCsvQuery, ListQuery } from '../schemas/common.ts'
import * as signIn from '../schemas/sign-in.ts'
import { Csv } from '../schemas/queries.ts'

/** What administrators do about how others sign in. */
export const signInAdministrationRoutes = contract({
  listPersonSessions: {
    method: 'GET',
    path: '/people/:id/sessions',
    permission: 'person.manage',
    summary: 'Sessions of a person',
    params: IdParams,
    query: ListQuery,
    response: signIn.SessionList,
  },
  exportPersonSessions: {
    method: 'GET',
    path: '/people/:id/sessions.csv',
    permission: 'person.manage',
    summary: 'Sessions of a person as CSV',
    params: IdParams,
    query: ListCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  endPersonSessions: {
    method: 'DELETE',
    path: '/people/:id/sessions',
    permission: 'person.manage',
    summary: 'End all sessions of a person',
    params: IdParams,
    response: signIn.SessionsEnded,
  },
  removePersonSecondFactors: {
    method: 'DELETE',
    path: '/people/:id/second-factors',
    permission: 'person.manage',
    summary: 'Take away all second factors of a person of this subscription, who lost them',
    params: IdParams,
    response: Done,
    stepUp: true,
  },
  getSignInRules: {
    method: 'GET',
    path: '/sign-in-rules',
    permission: 'signIn.manage',
    summary: 'What the subscription demands of sign-ins',
    response: signIn.SignInRules,
  },
  setSignInRules: {
    method: 'PATCH',
    path: '/sign-in-rules',
    permission: 'signIn.manage',
    summary: 'Change what the subscription demands of sign-ins',
    body: signIn.SignInRules,
    response: signIn.SignInRules,
    stepUp: true,
  },
})
