import type { Me, SecondFactors, Session, SignInResult } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

/** What opens the sample: as password, as code of the app, as recovery code. */
export const samplePassword = 'correct horse battery'
export const sampleCode = '287082'
const recoveryCodes = Array.from({ length: 10 }, (_, n) => `k7d${n}-2mpa-x4th-9vn${n}`)
const step = 'pyt_sampleStepThatIsLongEnough'

export interface SignInSample {
  readonly me: Me
  readonly nowMs: number
  readonly signedIn: boolean
  /** The person has an authenticator app and recovery codes. */
  readonly hasFactor: boolean
  /** Dangerous actions ask for a proof first. */
  readonly proven: boolean
}

/** Ways in and one's own account, as the real server answers, without passkeys: those need a server that checks them. */
export function signInAnswers({ me, nowMs, signedIn, hasFactor, proven }: SignInSample) {
  let isIn = signedIn
  let isProven = proven
  const at = (days: number): string => new Date(nowMs + days * 86_400_000).toISOString()
  let factors: SecondFactors = {
    demanded: false,
    hasPassword: true,
    totp: hasFactor ? { since: at(-40) } : null,
    recoveryCodesLeft: hasFactor ? 9 : 0,
    passkeys: [
      { id: sampleId('other', 51), title: 'Ada’s phone', synced: true, createdAt: at(-38), usedAt: at(-0.2) },
      { id: sampleId('other', 52), title: 'Security key in the safe', synced: false, createdAt: at(-12), usedAt: null },
    ],
    passkeysAvailable: true,
  }
  let sessions: Session[] = [
    'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ].map((agent, n) => ({
    id: sampleId('other', 60 + n),
    way: (['password', 'passkey', 'identityProvider'] as const)[n] ?? 'password',
    address: ['10.20.1.7', '2001:db8:20::7', '198.51.100.23'][n] ?? '',
    agent,
    createdAt: at(-n - 0.1),
    seenAt: at(-n / 2),
    provenAt: at(-n - 0.1),
    expiresAt: at(7 - n),
    current: n === 0,
  }))

  const enter = (): SignInResult => {
    isIn = true
    isProven = true
    return { state: 'signedIn', me, step: null, methods: [] }
  }
  const refused = (code: string, title: string): never => {
    throw new Refusal(401, code, title)
  }
  /** Before what is dangerous. */
  const demandProof = (): void => {
    if (!isProven) throw new Refusal(403, 'step_up_needed', 'Prove once more who you are')
  }
  const sessionOf = (id: string) => {
    if (!sessions.some(one => one.id === id)) throw new Refusal(404, 'not_found', 'There is nothing here')
    sessions = sessions.filter(one => one.id !== id)
  }

  const answers: Answers = {
    me: () => (isIn ? me : refused('unauthenticated', 'Sign in first')),
    signIn: ({ body }) => {
      if (body.password !== samplePassword) refused('sign_in_refused', 'Address or password is wrong')
      if (factors.totp === null) return enter()
      return { state: 'secondFactor', me: null, step, methods: ['totp', 'recoveryCode'] }
    },
    signInWithSecondFactor: ({ body }) => {
      const isRight = body.code === sampleCode || recoveryCodes.includes(body.recoveryCode ?? '')
      if (!isRight) refused('second_factor_refused', 'The second factor is wrong, used up or too late')
      return enter()
    },
    listSignInProviders: () => ({ items: [{ id: sampleId('other', 71), title: 'Example Login' }] }),
    startProviderSignIn: () => ({ url: '/sign-in/callback?code=sample&state=sample' }),
    finishProviderSignIn: () => enter(),
    signOut: () => {
      isIn = false
      return {}
    },
    createFirstAdmin: () => {
      isIn = true
      return me
    },
    inspectOneTimeLink: () => ({ kind: 'setPassword', email: me.email, name: me.name, expiresAt: at(2) }),
    useOneTimeLink: () => enter(),
    getProveWays: () => ({ ways: factors.totp === null ? ['password'] : ['totp'], provenAt: null }),
    proveSession: ({ body }) => {
      if (body.password !== samplePassword && body.code !== sampleCode)
        throw new Refusal(403, 'proof_refused', 'the password is wrong')
      isProven = true
      return { ways: ['password'], provenAt: at(0) }
    },
    listOwnSubscriptions: () => ({
      items: [
        { id: me.subscription.id, name: me.subscription.name, state: 'active', current: true },
        { id: sampleId('other', 80), name: 'Example Labs', state: 'active', current: false },
        { id: sampleId('other', 81), name: 'Old branch', state: 'suspended', current: false },
      ],
    }),
    switchSubscription: () => me,

    changePassword: ({ body }) => {
      if (body.oldPassword !== samplePassword) throw new Refusal(403, 'proof_refused', 'the old password is wrong')
      return {}
    },
    getSecondFactors: () => factors,
    startTotp: () => {
      demandProof()
      const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
      const issuer = 'Patchyard'
      return { secret, uri: `otpauth://totp/${issuer}:ada.king%40example.org?secret=${secret}&issuer=${issuer}` }
    },
    confirmTotp: ({ body }) => {
      if (body.code !== sampleCode) refused('second_factor_refused', 'The second factor is wrong')
      factors = { ...factors, totp: { since: at(0) }, recoveryCodesLeft: recoveryCodes.length }
      return { codes: recoveryCodes }
    },
    removeTotp: () => {
      demandProof()
      factors = { ...factors, totp: null }
      return {}
    },
    renewRecoveryCodes: () => {
      demandProof()
      factors = { ...factors, recoveryCodesLeft: recoveryCodes.length }
      return { codes: recoveryCodes }
    },
    renamePasskey: ({ params, body }) => {
      const passkeys = factors.passkeys.map(one => (one.id === params.id ? { ...one, title: body.title } : one))
      factors = { ...factors, passkeys }
      const renamed = passkeys.find(one => one.id === params.id)
      if (renamed === undefined) throw new Refusal(404, 'not_found', 'There is nothing here')
      return renamed
    },
    removePasskey: ({ params }) => {
      demandProof()
      factors = { ...factors, passkeys: factors.passkeys.filter(one => one.id !== params.id) }
      return {}
    },
    listSessions: ({ query }) => pageOf(sessions, query, one => `${one.agent} ${one.address}`),
    endSession: ({ params }) => {
      sessionOf(params.id)
      return {}
    },
    endOtherSessions: () => {
      const ended = sessions.length - 1
      sessions = sessions.filter(one => one.current)
      return { ended }
    },
    inspectDeviceLogin: ({ body }) => ({
      machine: 'laptop-7.fra1.example.org',
      address: '198.51.100.23',
      userCode: body.userCode,
      askedAt: at(-0.001),
      expiresAt: at(0.006),
    }),
    decideDeviceLogin: () => {
      demandProof()
      return {}
    },
  }
  return { answers, demandProof }
}
