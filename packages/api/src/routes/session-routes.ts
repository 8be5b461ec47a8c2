import { contract } from '../route-contract.ts'
import { Done, IdParams, ListCsvQuery, ListQuery } from '../schemas/common.ts'
import * as signIn from '../schemas/sign-in.ts'
import { Csv } from '../schemas/queries.ts'

/** Second step of a sign-in, one-time links, proving once more who one is, and one's own sessions. */
export const sessionRoutes = contract({
  signInWithSecondFactor: {
    method: 'POST',
    path: '/session/second-factor',
    permission: 'public',
    summary: 'Answer with the second factor; sets the session cookie',
    body: signIn.SecondFactorRequest,
    response: signIn.SignInResult,
    status: 201,
  },
  startPasskeySignIn: {
    method: 'POST',
    path: '/session/passkey/challenge',
    permission: 'public',
    summary: 'A challenge for a passkey, to sign in with it alone or as second factor',
    body: signIn.PasskeySignInStart,
    response: signIn.PasskeyChallenge,
  },
  signInWithPasskey: {
    method: 'POST',
    path: '/session/passkey',
    permission: 'public',
    summary: 'Sign in with a passkey alone; sets the session cookie',
    body: signIn.PasskeySignIn,
    response: signIn.SignInResult,
    status: 201,
  },
  inspectOneTimeLink: {
    method: 'POST',
    path: '/one-time-link/inspect',
    permission: 'public',
    summary: 'For whom a one-time link is; does not use it up',
    body: signIn.OneTimeLinkInspect,
    response: signIn.OneTimeLinkInfo,
  },
  useOneTimeLink: {
    method: 'POST',
    path: '/one-time-link',
    permission: 'public',
    summary: 'Set a password by a one-time link, and sign in with it',
    body: signIn.OneTimeLinkUse,
    response: signIn.SignInResult,
    status: 201,
  },
  getProveWays: {
    method: 'GET',
    path: '/session/prove',
    permission: 'session',
    summary: 'By what this person can prove once more who they are',
    response: signIn.ProveWays,
    beforeSecondFactor: true,
  },
  proveSession: {
    method: 'POST',
    path: '/session/prove',
    permission: 'session',
    summary: 'Prove once more who you are: opens dangerous actions for ten minutes',
    body: signIn.ProveRequest,
    response: signIn.ProveWays,
    beforeSecondFactor: true,
  },
  startPasskeyProof: {
    method: 'POST',
    path: '/session/prove/passkey',
    permission: 'session',
    summary: 'A challenge for proving with a passkey',
    response: signIn.PasskeyChallenge,
    beforeSecondFactor: true,
  },

  listSessions: {
    method: 'GET',
    path: '/sessions',
    permission: 'session',
    summary: "One's own sessions",
    query: ListQuery,
    response: signIn.SessionList,
  },
  exportSessions: {
    method: 'GET',
    path: '/sessions.csv',
    permission: 'session',
    summary: "One's own sessions as CSV",
    query: ListCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  endSession: {
    method: 'DELETE',
    path: '/sessions/:id',
    permission: 'session',
    summary: "End one of one's own sessions",
    params: IdParams,
    response: Done,
  },
  endOtherSessions: {
    method: 'DELETE',
    path: '/sessions',
    permission: 'session',
    summary: "End all of one's own sessions but this one",
    response: signIn.SessionsEnded,
  },
})
