import { contract } from '../route-contract.ts'
import * as access from '../schemas/access.ts'
import { Done } from '../schemas/common.ts'
import * as signIn from '../schemas/sign-in.ts'

/** The first way in, and out. */
export const signInRoutes = contract({
  createFirstAdmin: {
    method: 'POST',
    path: '/first-admin',
    permission: 'public',
    summary: 'Use the one-time token to make the first administrator',
    body: access.FirstAdminRequest,
    response: access.Me,
    status: 201,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: 'Sign in with a password; sets the session cookie, or asks for the second factor',
    body: access.SignInRequest,
    response: signIn.SignInResult,
    status: 201,
  },
  signOut: {
    method: 'DELETE',
    path: '/session',
    permission: 'session',
    summary: 'End this session',
    response: Done,
    beforeSecondFactor: true,
    whileSuspended: true,
  },
})
