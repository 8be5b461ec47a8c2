import type {
  IdentityLink,
  IdentityLinkCreate,
  IdentityProvider,
  IdentityProviderChange,
  IdentityProviderCheck,
  IdentityProviderCreate,
  ListQuery,
} from '@patchyard/api'
import { type Clock, type Random, roleSetProblem, roleSetProblems } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { checkUrl } from '../../../egress/check-target.ts'
import { EgressError } from '../../../egress/egress.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { SecretBox } from '../../../secrets/secret-box.ts'
import { findPerson } from '../../people/people-read-model.ts'
import type { SignInRights } from '../sign-in-people.ts'
import { callbackPath } from './identity-sign-in-service.ts'
import { linkStore } from './link-store.ts'
import { type OidcClient, OidcRefusal } from './oidc-client.ts'
import { findLink, listLinks, listProviders, shownProvider } from './providers-read-model.ts'
import { type NewProvider, providerAbout, type ProviderRecord, providerStore } from './provider-store.ts'

type PageOf<T> = Promise<{ items: T[]; nextCursor: string | null; total: number }>

/** Identity providers of a subscription and whose accounts are linked to them. */
export interface ProvidersService {
  list(principal: Principal, query: ListQuery): PageOf<IdentityProvider>
  get(principal: Principal, publicId: string): Promise<IdentityProvider>
  /** Throws Problem `malformed` for what cannot be an issuer, `forbidden` for a mapping that gives more than one has. */
  create(principal: Principal, request: IdentityProviderCreate): Promise<IdentityProvider>
  change(principal: Principal, publicId: string, request: IdentityProviderChange): Promise<IdentityProvider>
  remove(principal: Principal, publicId: string): Promise<void>
  check(principal: Principal, publicId: string): Promise<IdentityProviderCheck>
  listLinks(principal: Principal, publicId: string, query: ListQuery): PageOf<IdentityLink>
  link(principal: Principal, publicId: string, request: IdentityLinkCreate): Promise<IdentityLink>
  unlink(principal: Principal, linkId: string): Promise<void>
}

export function createProvidersService(ports: {
  database: Database
  clock: Clock
  random: Random
  cursors: Cursors
  box: SecretBox
  oidc: OidcClient
  rights: SignInRights
  publicUrl: () => string
}): ProvidersService {
  const { database, clock, random, cursors, box, oidc, rights } = ports
  const redirectUri = (): string => `${ports.publicUrl()}${callbackPath}`
  const now = (): Date => new Date(clock.nowMs())
  const behind = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    database.inSubscription(principal.subscriptionId, work)

  async function load(trx: Trx, publicId: string): Promise<ProviderRecord> {
    const found = await providerStore.find(trx, publicId)
    if (found === null) throw new Problem('not_found')
    return found
  }

  const audit = (trx: Trx, principal: Principal, action: string, object: string, detail: Record<string, unknown>) =>
    writeAudit(trx, { principal, action, object, detail, nowMs: clock.nowMs() })

  const sealed = (publicId: string, secret: string): Buffer =>
    box.seal(providerAbout(publicId), Buffer.from(secret, 'utf8'))

  return {
    list: (principal, query) =>
      behind(principal, trx =>
        listProviders(trx, cursors.of(principal), query, {
          subscriptionId: principal.subscriptionId,
          redirectUri: redirectUri(),
        }),
      ),

    get: (principal, publicId) =>
      behind(principal, async trx => shownProvider(await load(trx, publicId), redirectUri())),

    create: (principal, request) =>
      behind(principal, async trx => {
        const publicId = random.uuid()
        const provider: NewProvider = {
          publicId,
          title: request.title.normalize('NFC').trim(),
          issuer: request.issuer,
          clientId: request.clientId,
          clientSecret: request.clientSecret === undefined ? null : sealed(publicId, request.clientSecret),
          scopes: request.scopes ?? 'openid email profile',
          groupClaim: request.groupClaim ?? null,
          mapping: request.mapping ?? [],
          enabled: request.enabled ?? true,
          shown: request.shown ?? true,
        }
        await refuseWrong(trx, rights, principal, provider)
        await providerStore.insert(trx, principal.subscriptionId, provider, now())
        const object = `identityProvider:${publicId}`
        await audit(trx, principal, 'identityProvider.create', object, { after: described(provider) })
        return shownProvider(await load(trx, publicId), redirectUri())
      }),

    change: (principal, publicId, request) =>
      behind(principal, async trx => {
        const before = await load(trx, publicId)
        const { clientSecret: secret, ...members } = request
        const provider: NewProvider = {
          ...before,
          ...members,
          clientSecret: secret === undefined ? before.clientSecret : secret === null ? null : sealed(publicId, secret),
        }
        await refuseWrong(trx, rights, principal, provider)
        await providerStore.update(trx, provider)
        const detail = { before: described(before), after: described(provider), newSecret: secret !== undefined }
        await audit(trx, principal, 'identityProvider.change', `identityProvider:${publicId}`, detail)
        return shownProvider(await load(trx, publicId), redirectUri())
      }),

    remove: (principal, publicId) =>
      behind(principal, async trx => {
        const before = await load(trx, publicId)
        await providerStore.remove(trx, publicId)
        const object = `identityProvider:${publicId}`
        await audit(trx, principal, 'identityProvider.delete', object, { before: described(before) })
      }),

    async check(principal, publicId) {
      const provider = await behind(principal, trx => load(trx, publicId))
      try {
        await oidc.check({ ...provider, clientSecret: null })
        return { ok: true, problem: null }
      } catch (error) {
        if (error instanceof EgressError || error instanceof OidcRefusal) return { ok: false, problem: error.message }
        throw error
      }
    },

    listLinks: (principal, publicId, query) =>
      behind(principal, async trx => {
        const { issuer } = await load(trx, publicId)
        return listLinks(trx, cursors.of(principal), query, { subscriptionId: principal.subscriptionId, issuer })
      }),

    link: (principal, publicId, { person: personPublicId, subject }) =>
      behind(principal, async trx => {
        const { issuer } = await load(trx, publicId)
        const { subscriptionId } = principal
        const person = await findPerson(trx, subscriptionId, personPublicId)
        if (person === null) throw new Problem('not_found', { field: '/person' })
        // Whoever links an account can come in by it: the same right as giving a link for a new password.
        rights.refuseUnlessMayReset(principal, person)
        const linkId = random.uuid()
        const link = {
          publicId: linkId,
          subscriptionId,
          issuer,
          subject,
          personId: person.id,
          now: now(),
          usedAt: null,
        }
        if (!(await linkStore.insert(trx, link))) {
          throw new Problem('conflict', { field: '/subject', detail: 'this subject has an account already' })
        }
        const object = `person:${personPublicId}`
        await audit(trx, principal, 'identityLink.create', object, { after: { issuer, subject } })
        const made = await findLink(trx, linkId)
        if (made === null) throw new Error('the link just made is not there')
        return shown(made)
      }),

    unlink: (principal, linkId) =>
      behind(principal, async trx => {
        const link = await findLink(trx, linkId)
        if (link === null) throw new Problem('not_found')
        const person = await findPerson(trx, principal.subscriptionId, link.personPublicId)
        if (person !== null) rights.refuseUnlessMayReset(principal, person)
        await linkStore.remove(trx, linkId)
        const object = `person:${link.personPublicId}`
        await audit(trx, principal, 'identityLink.delete', object, {
          before: { issuer: link.issuer, subject: link.subject },
        })
      }),
  }
}

const shown = ({ id, issuer, subject, person, createdAt, usedAt }: IdentityLink): IdentityLink => ({
  ...{ id, issuer, subject, person, createdAt, usedAt },
})

/** For the audit: everything but the secret. */
const described = ({ title, issuer, clientId, scopes, groupClaim, mapping, enabled, shown: isShown }: NewProvider) => ({
  ...{ title, issuer, clientId, scopes, groupClaim, mapping, enabled, shown: isShown },
})

/** A provider's word makes people: nobody may have it give more than they could give themselves. */
async function refuseWrong(trx: Trx, rights: SignInRights, principal: Principal, provider: NewProvider): Promise<void> {
  try {
    if (checkUrl(provider.issuer).search !== '') {
      throw new Problem('malformed', { field: '/issuer', detail: 'an issuer holds no query' })
    }
  } catch (error) {
    if (error instanceof EgressError) throw new Problem('malformed', { field: '/issuer', detail: error.message }, error)
    throw error
  }
  if (!provider.scopes.split(' ').includes('openid')) {
    throw new Problem('malformed', { field: '/scopes', detail: 'openid is one of the scopes' })
  }
  for (const [at, one] of provider.mapping.entries()) {
    const problem = roleSetProblem(one.roles)
    if (problem !== null) throw new Problem('malformed', { field: `/mapping/${at}`, detail: roleSetProblems[problem] })
    await rights.refuseUnlessMayGive(trx, principal, { ...one, grants: one.grants ?? [] })
  }
}
