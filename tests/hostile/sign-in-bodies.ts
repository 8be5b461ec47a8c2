import type { RouteName } from '@patchyard/api'
import { systemRandom } from '@patchyard/server/adapters'

const token = (kind: string) => `${kind}_${'A'.repeat(43)}`
const passkey = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: {
    clientDataJSON: 'e30',
    authenticatorData: 'AAAA',
    signature: 'AAAA',
    userHandle: 'AAAA',
    transports: ['usb'],
  },
}
const provider = {
  title: 'T',
  issuer: 'https://idp.example.org',
  clientId: 'c',
  clientSecret: 's',
  scopes: 'openid',
  groupClaim: 'groups',
  mapping: [{ group: 'g', roles: ['patchReader'], grants: [], allAssets: false, scopeTags: [] }],
  enabled: false,
  shown: false,
}

/** A body as it should be for each route of signing in; `sign-in.hostile.db.test.ts` puts every generic case into every member. */
export const signInBodies: { readonly [N in RouteName]?: () => object } = {
  signIn: () => ({ email: 'nobody@example.org', password: 'wrong' }),
  signInWithSecondFactor: () => ({ step: token('pyt'), code: '123456' }),
  startPasskeySignIn: () => ({ step: token('pyt') }),
  signInWithPasskey: () => ({ passkey }),
  inspectOneTimeLink: () => ({ token: token('pya') }),
  useOneTimeLink: () => ({ token: token('pya'), password: 'correct horse battery' }),
  proveSession: () => ({ code: '123456' }),
  changePassword: () => ({ oldPassword: 'wrong', newPassword: 'correct horse battery' }),
  confirmTotp: () => ({ code: '123456' }),
  addPasskey: () => ({ title: 'T', passkey }),
  renamePasskey: () => ({ title: 'T' }),
  setSignInRules: () => ({ secondFactor: false }),
  startProviderSignIn: () => ({ provider: systemRandom.uuid() }),
  finishProviderSignIn: () => ({ parameters: `?code=x&state=${token('pyi')}` }),
  createIdentityProvider: () => provider,
  changeIdentityProvider: () => provider,
  createIdentityLink: () => ({ person: systemRandom.uuid(), subject: 's' }),
  startDeviceLogin: () => ({ machine: 'm' }),
  takeDeviceLogin: () => ({ deviceCode: token('pyd') }),
  inspectDeviceLogin: () => ({ userCode: 'WDJB-MJHT' }),
  decideDeviceLogin: () => ({
    userCode: 'WDJB-MJHT',
    allow: true,
    role: 'patchReader',
    expiresAt: '2099-01-01T00:00:00.000Z',
  }),
}
