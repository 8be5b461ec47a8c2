import { grants, roles } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Me, Password } from './access.ts'
import { Id, Instant, ListOf, Nullable, Title, Words } from './common.ts'

const strict = { additionalProperties: false } as const

/** Opaque texts that a person or program carries from one request to the next. */
const Token = Type.String({ minLength: 20, maxLength: 200 })
/** Any password may be tried; only new ones have to be long. */
const TriedPassword = Type.String({ minLength: 1, maxLength: 256 })
const Code = Type.String({
  pattern: '^[0-9]{6}$',
  examples: ['287082'],
  description: 'What the authenticator app shows.',
})
const RecoveryCode = Type.String({ minLength: 16, maxLength: 40, examples: ['k7dq-2mpa-x4th-9vnc'] })
const PasskeyText = Type.String({ maxLength: 8192 })

/** What a browser made of a challenge: `startRegistration()` or `startAuthentication()` of @simplewebauthn/browser, as it is. */
export const PasskeyAnswer = Type.Object(
  {
    id: Type.String({ maxLength: 2048 }),
    rawId: Type.String({ maxLength: 2048 }),
    type: Type.Literal('public-key'),
    authenticatorAttachment: Type.Optional(Type.String({ maxLength: 40 })),
    clientExtensionResults: Type.Record(Type.String({ maxLength: 80 }), Type.Unknown()),
    response: Type.Object(
      {
        clientDataJSON: PasskeyText,
        authenticatorData: Type.Optional(PasskeyText),
        signature: Type.Optional(PasskeyText),
        userHandle: Type.Optional(PasskeyText),
        attestationObject: Type.Optional(Type.String({ maxLength: 65_536 })),
        publicKeyAlgorithm: Type.Optional(Type.Integer()),
        publicKey: Type.Optional(PasskeyText),
        transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
      },
      strict,
    ),
  },
  { ...strict, $id: 'PasskeyAnswer' },
)
export type PasskeyAnswer = Static<typeof PasskeyAnswer>

export const PasskeyChallenge = Type.Object(
  {
    options: Type.Unsafe<Record<string, unknown>>(
      Type.Object({}, { additionalProperties: true, description: 'For `optionsJSON` of @simplewebauthn/browser.' }),
    ),
  },
  { $id: 'PasskeyChallenge' },
)
export type PasskeyChallenge = Static<typeof PasskeyChallenge>

export const factorWays = ['totp', 'passkey', 'recoveryCode'] as const
export type FactorWay = (typeof factorWays)[number]

export const SignInResult = Type.Object(
  {
    state: Words(['signedIn', 'secondFactor'] as const),
    me: Nullable(Me),
    step: Nullable(Type.String({ description: 'With secondFactor: for POST /session/second-factor, five minutes.' })),
    methods: Type.Array(Words(factorWays), { description: 'What this person has to answer with.' }),
  },
  { $id: 'SignInResult' },
)
export type SignInResult = Static<typeof SignInResult>

export const SecondFactorRequest = Type.Object(
  {
    step: Token,
    code: Type.Optional(Code),
    recoveryCode: Type.Optional(RecoveryCode),
    passkey: Type.Optional(PasskeyAnswer),
  },
  { ...strict, $id: 'SecondFactorRequest', description: 'Exactly one of code, recoveryCode and passkey.' },
)
export type SecondFactorRequest = Static<typeof SecondFactorRequest>

export const PasskeySignInStart = Type.Object(
  { step: Type.Optional(Token) },
  { ...strict, $id: 'PasskeySignInStart', description: 'With `step`: as second factor of that sign-in.' },
)
export type PasskeySignInStart = Static<typeof PasskeySignInStart>
export const PasskeySignIn = Type.Object({ passkey: PasskeyAnswer }, { ...strict, $id: 'PasskeySignIn' })
export type PasskeySignIn = Static<typeof PasskeySignIn>

export const ProveRequest = Type.Object(
  {
    password: Type.Optional(TriedPassword),
    code: Type.Optional(Code),
    passkey: Type.Optional(PasskeyAnswer),
  },
  {
    ...strict,
    $id: 'ProveRequest',
    description: 'Exactly one. Who has a second factor proves by it; a password alone is for who has none.',
  },
)
export type ProveRequest = Static<typeof ProveRequest>

export const ProveWays = Type.Object(
  {
    ways: Type.Array(Words(['password', 'totp', 'passkey', 'identityProvider'] as const)),
    provenAt: Nullable(Instant),
  },
  { $id: 'ProveWays' },
)
export type ProveWays = Static<typeof ProveWays>

export const OneTimeLinkInspect = Type.Object({ token: Token }, { ...strict, $id: 'OneTimeLinkInspect' })
export const OneTimeLinkInfo = Type.Object(
  {
    kind: Words(['firstAdmin', 'setPassword', 'adminReset'] as const),
    email: Nullable(Type.String()),
    name: Nullable(Type.String()),
    expiresAt: Instant,
  },
  { $id: 'OneTimeLinkInfo' },
)
export type OneTimeLinkInfo = Static<typeof OneTimeLinkInfo>
export const OneTimeLinkUse = Type.Object({ token: Token, password: Password }, { ...strict, $id: 'OneTimeLinkUse' })
export type OneTimeLinkUse = Static<typeof OneTimeLinkUse>
export const OneTimeLink = Type.Object(
  { link: Type.String({ description: 'Shown once; give it to the person and nobody else.' }), expiresAt: Instant },
  { $id: 'OneTimeLink' },
)
export type OneTimeLink = Static<typeof OneTimeLink>

export const PasswordChange = Type.Object(
  { oldPassword: TriedPassword, newPassword: Password },
  { ...strict, $id: 'PasswordChange' },
)
export type PasswordChange = Static<typeof PasswordChange>

export const Session = Type.Object(
  {
    id: Id,
    way: Words(['password', 'passkey', 'identityProvider'] as const),
    address: Type.String(),
    agent: Type.String({ description: 'User-Agent of the browser, as it says.' }),
    createdAt: Instant,
    seenAt: Instant,
    provenAt: Instant,
    expiresAt: Instant,
    current: Type.Boolean(),
  },
  { $id: 'Session' },
)
export type Session = Static<typeof Session>
export const SessionList = ListOf(Session, 'SessionList')
export const SessionsEnded = Type.Object({ ended: Type.Integer({ minimum: 0 }) }, { $id: 'SessionsEnded' })

export const Passkey = Type.Object(
  {
    id: Id,
    title: Type.String(),
    synced: Type.Boolean({ description: 'Kept by a provider for several devices, not in one device alone.' }),
    createdAt: Instant,
    usedAt: Nullable(Instant),
  },
  { $id: 'Passkey' },
)
export type Passkey = Static<typeof Passkey>
export const PasskeyAdd = Type.Object({ title: Title, passkey: PasskeyAnswer }, { ...strict, $id: 'PasskeyAdd' })
export type PasskeyAdd = Static<typeof PasskeyAdd>
export const PasskeyChange = Type.Object({ title: Title }, { ...strict, $id: 'PasskeyChange' })
export type PasskeyChange = Static<typeof PasskeyChange>

export const SecondFactors = Type.Object(
  {
    demanded: Type.Boolean({ description: 'The subscription wants one of everybody.' }),
    hasPassword: Type.Boolean(),
    totp: Nullable(Type.Object({ since: Instant })),
    recoveryCodesLeft: Type.Integer({ minimum: 0 }),
    passkeys: Type.Array(Passkey),
    passkeysAvailable: Type.Boolean({ description: 'False where the public address is a bare IP address.' }),
  },
  { $id: 'SecondFactors' },
)
export type SecondFactors = Static<typeof SecondFactors>
export const TotpSetUp = Type.Object(
  {
    uri: Type.String({ description: 'otpauth://… for the QR picture.' }),
    secret: Type.String({ description: 'Base32, to type by hand. Shown once.' }),
  },
  { $id: 'TotpSetUp' },
)
export type TotpSetUp = Static<typeof TotpSetUp>
export const TotpConfirm = Type.Object({ code: Code }, { ...strict, $id: 'TotpConfirm' })
export type TotpConfirm = Static<typeof TotpConfirm>
export const RecoveryCodes = Type.Object(
  { codes: Type.Array(Type.String(), { description: 'Shown once; each works once.' }) },
  { $id: 'RecoveryCodes' },
)
export type RecoveryCodes = Static<typeof RecoveryCodes>

export const SignInRules = Type.Object(
  { secondFactor: Type.Boolean({ description: 'Everybody who signs in with a password needs a second factor.' }) },
  { ...strict, $id: 'SignInRules' },
)
export type SignInRules = Static<typeof SignInRules>

export const SignInProviders = Type.Object(
  { items: Type.Array(Type.Object({ id: Id, title: Type.String() })) },
  { $id: 'SignInProviders' },
)
export type SignInProviders = Static<typeof SignInProviders>
export const ProviderStart = Type.Object({ provider: Id }, { ...strict, $id: 'ProviderStart' })
export type ProviderStart = Static<typeof ProviderStart>
export const ProviderAddress = Type.Object(
  { url: Type.String({ description: 'Where to send the browser.' }) },
  { $id: 'ProviderAddress' },
)
export type ProviderAddress = Static<typeof ProviderAddress>
export const ProviderReturn = Type.Object(
  {
    parameters: Type.String({
      maxLength: 16_384,
      pattern: '^\\?',
      description: '`location.search` of /sign-in/callback, as it is.',
    }),
  },
  { ...strict, $id: 'ProviderReturn' },
)
export type ProviderReturn = Static<typeof ProviderReturn>

export const GroupMapping = Type.Object(
  {
    group: Type.String({ minLength: 1, maxLength: 256 }),
    roles: Type.Array(Words(roles), { minItems: 1, maxItems: roles.length, uniqueItems: true }),
    grants: Type.Optional(Type.Array(Words(grants), { maxItems: grants.length, uniqueItems: true })),
    allAssets: Type.Boolean(),
    scopeTags: Type.Array(Id, { maxItems: 100, uniqueItems: true, description: 'Public ids of tags.' }),
  },
  strict,
)
export type GroupMapping = Static<typeof GroupMapping>

const providerMembers = {
  title: Title,
  issuer: Type.String({ minLength: 8, maxLength: 500, examples: ['https://login.example.org/realms/staff'] }),
  clientId: Type.String({ minLength: 1, maxLength: 500 }),
  scopes: Type.String({
    maxLength: 500,
    pattern: '^[\\x21-\\x7e]+( [\\x21-\\x7e]+)*$',
    examples: ['openid email profile'],
  }),
  groupClaim: Nullable(Type.String({ minLength: 1, maxLength: 200 })),
  mapping: Type.Array(GroupMapping, { maxItems: 200 }),
  enabled: Type.Boolean(),
  shown: Type.Boolean({ description: 'On the sign-in page; otherwise only by its own link, /sign-in?provider=ID.' }),
}
const ClientSecret = Type.String({ minLength: 1, maxLength: 1000 })

export const IdentityProvider = Type.Object(
  {
    id: Id,
    title: Type.String(),
    issuer: Type.String(),
    clientId: Type.String(),
    scopes: Type.String(),
    groupClaim: Nullable(Type.String()),
    mapping: Type.Array(Type.Object({ ...GroupMapping.properties, group: Type.String() })),
    enabled: providerMembers.enabled,
    shown: providerMembers.shown,
    hasSecret: Type.Boolean(),
    redirectUri: Type.String(),
    createdAt: Instant,
  },
  { $id: 'IdentityProvider' },
)
export type IdentityProvider = Static<typeof IdentityProvider>
export const IdentityProviderList = ListOf(IdentityProvider, 'IdentityProviderList')
export const IdentityProviderCreate = Type.Object(
  {
    title: providerMembers.title,
    issuer: providerMembers.issuer,
    clientId: providerMembers.clientId,
    clientSecret: Type.Optional(ClientSecret),
    scopes: Type.Optional(providerMembers.scopes),
    groupClaim: Type.Optional(providerMembers.groupClaim),
    mapping: Type.Optional(providerMembers.mapping),
    enabled: Type.Optional(providerMembers.enabled),
    shown: Type.Optional(providerMembers.shown),
  },
  { ...strict, $id: 'IdentityProviderCreate' },
)
export type IdentityProviderCreate = Static<typeof IdentityProviderCreate>
export const IdentityProviderChange = Type.Object(
  {
    title: Type.Optional(providerMembers.title),
    issuer: Type.Optional(providerMembers.issuer),
    clientId: Type.Optional(providerMembers.clientId),
    clientSecret: Type.Optional(Nullable(ClientSecret)),
    scopes: Type.Optional(providerMembers.scopes),
    groupClaim: Type.Optional(providerMembers.groupClaim),
    mapping: Type.Optional(providerMembers.mapping),
    enabled: Type.Optional(providerMembers.enabled),
    shown: Type.Optional(providerMembers.shown),
  },
  { ...strict, $id: 'IdentityProviderChange' },
)
export type IdentityProviderChange = Static<typeof IdentityProviderChange>
export const IdentityProviderCheck = Type.Object(
  { ok: Type.Boolean(), problem: Nullable(Type.String()) },
  { $id: 'IdentityProviderCheck' },
)
export type IdentityProviderCheck = Static<typeof IdentityProviderCheck>

export const IdentityLink = Type.Object(
  {
    id: Id,
    issuer: Type.String(),
    subject: Type.String(),
    person: Type.Object({ id: Id, email: Type.String(), name: Type.String() }),
    createdAt: Instant,
    usedAt: Nullable(Instant),
  },
  { $id: 'IdentityLink' },
)
export type IdentityLink = Static<typeof IdentityLink>
export const IdentityLinkList = ListOf(IdentityLink, 'IdentityLinkList')
export const IdentityLinkCreate = Type.Object(
  { person: Id, subject: Type.String({ minLength: 1, maxLength: 255 }) },
  { ...strict, $id: 'IdentityLinkCreate' },
)
export type IdentityLinkCreate = Static<typeof IdentityLinkCreate>

const UserCode = Type.String({ minLength: 8, maxLength: 20, examples: ['WDJB-MJHT'] })
export const DeviceLoginStart = Type.Object(
  { machine: Title },
  { ...strict, $id: 'DeviceLoginStart', description: 'machine: the name that the person is shown.' },
)
export type DeviceLoginStart = Static<typeof DeviceLoginStart>
export const DeviceLogin = Type.Object(
  {
    deviceCode: Type.String(),
    userCode: Type.String(),
    verificationUri: Type.String(),
    verificationUriComplete: Type.String(),
    expiresIn: Type.Integer({ description: 'Seconds.' }),
    interval: Type.Integer({ description: 'Seconds between questions.' }),
  },
  { $id: 'DeviceLogin', description: 'RFC 8628 §3.2.' },
)
export type DeviceLogin = Static<typeof DeviceLogin>
export const DeviceLoginInspect = Type.Object({ userCode: UserCode }, { ...strict, $id: 'DeviceLoginInspect' })
export type DeviceLoginInspect = Static<typeof DeviceLoginInspect>
export const DeviceLoginAsked = Type.Object(
  { machine: Type.String(), address: Type.String(), userCode: Type.String(), askedAt: Instant, expiresAt: Instant },
  { $id: 'DeviceLoginAsked' },
)
export type DeviceLoginAsked = Static<typeof DeviceLoginAsked>
export const DeviceLoginDecision = Type.Object(
  {
    userCode: UserCode,
    allow: Type.Boolean(),
    role: Type.Optional(Words(roles)),
    expiresAt: Type.Optional(Instant),
  },
  {
    ...strict,
    $id: 'DeviceLoginDecision',
    description: 'role and expiresAt as for an API key; default: own, 90 days.',
  },
)
export type DeviceLoginDecision = Static<typeof DeviceLoginDecision>
export const DeviceLoginTake = Type.Object({ deviceCode: Token }, { ...strict, $id: 'DeviceLoginTake' })
export const DeviceLoginTaken = Type.Object(
  { state: Words(['pending', 'done'] as const), secret: Nullable(Type.String({ description: 'pyk_…, once.' })) },
  { $id: 'DeviceLoginTaken' },
)
export type DeviceLoginTaken = Static<typeof DeviceLoginTaken>
