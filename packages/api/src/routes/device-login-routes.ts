import { contract } from '../route-contract.ts'
import * as signIn from '../schemas/sign-in.ts'
import { Done } from '../schemas/common.ts'

/** `patchyard login`: a program asks, a person consents on the page, the program fetches an API key (RFC 8628). */
export const deviceLoginRoutes = contract({
  startDeviceLogin: {
    method: 'POST',
    path: '/device-login',
    permission: 'public',
    summary: 'Ask for an API key that a person consents to on the page',
    body: signIn.DeviceLoginStart,
    response: signIn.DeviceLogin,
    status: 201,
  },
  takeDeviceLogin: {
    method: 'POST',
    path: '/device-login/take',
    permission: 'public',
    summary: 'Fetch the API key once somebody has consented',
    body: signIn.DeviceLoginTake,
    response: signIn.DeviceLoginTaken,
  },
  inspectDeviceLogin: {
    method: 'POST',
    path: '/device-login/inspect',
    permission: 'apiKey.own',
    summary: 'Which machine asks under a code',
    body: signIn.DeviceLoginInspect,
    response: signIn.DeviceLoginAsked,
  },
  decideDeviceLogin: {
    method: 'POST',
    path: '/device-login/decide',
    permission: 'apiKey.own',
    summary: 'Give an API key to the machine that asks, or refuse',
    body: signIn.DeviceLoginDecision,
    response: Done,
    stepUp: true,
  },
})
