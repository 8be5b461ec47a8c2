import { contract } from '../route-contract.ts'
import * as access from '../schemas/access.ts'
import { Done } from '../schemas/common.ts'

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
    summary: 'Sign in with a password; sets the session cookie',
    body: access.SignInRequest,
    response: access.Me,
    status: 201,
  },
  signOut: { method: 'DELETE', path: '/session', permission: 'session', summary: 'End this session', response: Done },
})
