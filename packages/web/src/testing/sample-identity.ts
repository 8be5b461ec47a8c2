import type { IdentityLink, IdentityProvider, SignInRules } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

const DAY_MS = 86_400_000

function sampleProviders(nowMs: number): IdentityProvider[] {
  const provider = (n: number, title: string, part: Partial<IdentityProvider>): IdentityProvider => ({
    id: sampleId('other', 70 + n),
    title,
    issuer: 'https://login.example.org/realms/staff',
    clientId: 'patchyard',
    scopes: 'openid email profile groups',
    groupClaim: 'groups',
    mapping: [],
    enabled: true,
    shown: true,
    hasSecret: true,
    redirectUri: 'https://patch.example.org/sign-in/callback',
    createdAt: new Date(nowMs - n * 30 * DAY_MS).toISOString(),
    ...part,
  })
  return [
    provider(1, 'Example Login', {
      mapping: [
        { group: 'linux-operations', roles: ['patchManager'], grants: [], allAssets: true, scopeTags: [] },
        {
          group: 'branch-berlin',
          roles: ['patchUser'],
          grants: ['dashboard.print'],
          allAssets: false,
          scopeTags: [sampleId('tag', 1), sampleId('tag', 2)],
        },
      ],
    }),
    provider(2, 'Partners', {
      issuer: 'https://id.partner.example',
      groupClaim: null,
      scopes: 'openid email',
      shown: false,
      hasSecret: false,
    }),
    provider(3, 'Old directory', { issuer: 'https://sso.old.example', enabled: false }),
  ]
}

const sampleLinks = (nowMs: number): IdentityLink[] =>
  [
    { n: 2, name: 'Bo Lind', email: 'bo.lind@example.org', usedDaysAgo: 0.3 },
    { n: 3, name: 'Cleo Marsh', email: 'cleo.marsh@example.org', usedDaysAgo: null },
  ].map(({ n, name, email, usedDaysAgo }) => ({
    id: sampleId('other', 90 + n),
    issuer: 'https://login.example.org/realms/staff',
    subject: `f:5d0c9b1e-77ab-4f0e:${name.toLowerCase().replace(' ', '.')}`,
    person: { id: sampleId('person', n), name, email },
    createdAt: new Date(nowMs - 20 * DAY_MS).toISOString(),
    usedAt: usedDaysAgo === null ? null : new Date(nowMs - usedDaysAgo * DAY_MS).toISOString(),
  }))

/** Identity providers, whose accounts are linked, and the rules of signing in. `demandProof`: before what is dangerous. */
export function identityAnswers(nowMs: number, demandProof: () => void): Answers {
  let providers = sampleProviders(nowMs)
  let links = sampleLinks(nowMs)
  let rules: SignInRules = { secondFactor: false }
  const missing = (): never => {
    throw new Refusal(404, 'not_found', 'There is nothing here that you can see.')
  }
  const found = (id: string): IdentityProvider => providers.find(one => one.id === id) ?? missing()
  const linksOf = (id: string): IdentityLink[] => links.filter(one => one.issuer === found(id).issuer)
  return {
    listIdentityProviders: ({ query }) => pageOf(providers, query, one => `${one.title} ${one.issuer}`),
    getIdentityProvider: ({ params }) => found(params.id),
    createIdentityProvider: ({ body }) => {
      demandProof()
      const { clientSecret, ...members } = body
      const made: IdentityProvider = {
        ...(sampleProviders(nowMs)[2] as IdentityProvider),
        id: sampleId('other', 200 + providers.length),
        mapping: [],
        enabled: true,
        ...members,
        hasSecret: clientSecret !== undefined,
        createdAt: new Date(nowMs).toISOString(),
      }
      providers = [...providers, made]
      return made
    },
    changeIdentityProvider: ({ params, body }) => {
      demandProof()
      const { clientSecret, ...members } = body
      const before = found(params.id)
      const hasSecret = clientSecret === undefined ? before.hasSecret : clientSecret !== null
      const changed = { ...before, ...members, hasSecret }
      providers = providers.map(one => (one.id === params.id ? changed : one))
      return changed
    },
    deleteIdentityProvider: ({ params }) => {
      demandProof()
      found(params.id)
      providers = providers.filter(one => one.id !== params.id)
      return {}
    },
    checkIdentityProvider: ({ params }) =>
      found(params.id).enabled
        ? { ok: true, problem: null }
        : { ok: false, problem: 'sso.old.example did not answer within 10 s' },
    listIdentityLinks: ({ params, query }) =>
      pageOf(linksOf(params.id), query, one => `${one.subject} ${one.person.email}`),
    createIdentityLink: ({ params, body }) => {
      demandProof()
      const made: IdentityLink = {
        id: sampleId('other', 300 + links.length),
        issuer: found(params.id).issuer,
        subject: body.subject,
        person: { id: body.person, name: 'Dan Okoro', email: 'dan.okoro@example.org' },
        createdAt: new Date(nowMs).toISOString(),
        usedAt: null,
      }
      links = [...links, made]
      return made
    },
    deleteIdentityLink: ({ params }) => {
      demandProof()
      links = links.filter(one => one.id !== params.id)
      return {}
    },
    getSignInRules: () => rules,
    setSignInRules: ({ body }) => {
      demandProof()
      rules = body
      return rules
    },
  }
}
