import type { AuditEvent, AuditHead, AuditVerdict, Subscription } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { findInSample, type Sought } from './find-in-sample.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

const hex = (n: number, length: number): string =>
  n
    .toString(16)
    .padStart(2, '0')
    .repeat(length)
    .slice(0, length * 2)

const person = { kind: 'session', id: sampleId('person', 1), name: 'Ada King', email: 'ada.king@example.org' } as const
const program = { ...person, kind: 'apiKey' } as const
const server = { kind: 'system', id: 'clock', name: null, email: null } as const
const stranger = { kind: 'anonymous', id: '203.0.113.9', name: null, email: null } as const

type Told = Pick<AuditEvent, 'actor' | 'action' | 'object' | 'detail'>

/** A few of each kind: signing in, a change with before and after, a program's, the server's, a stranger's. */
const story: readonly Told[] = [
  {
    actor: person,
    action: 'session.start',
    object: `person:${person.id}`,
    detail: { method: 'password', address: '192.0.2.7' },
  },
  {
    actor: person,
    action: 'tag.change',
    object: `tag:${sampleId('tag', 1)}`,
    detail: { before: { name: 'Prod', criticality: null }, after: { name: 'Production', criticality: 5 } },
  },
  {
    actor: program,
    action: 'job.create',
    object: `job:${sampleId('job', 1)}`,
    detail: { after: { name: 'All security patches' } },
  },
  {
    actor: server,
    action: 'licence.ended',
    object: `subscription:${sampleId('other', 1)}`,
    detail: { before: 'trial', after: 'free' },
  },
  {
    actor: stranger,
    action: 'session.refuse',
    object: 'session',
    detail: { address: '203.0.113.9', reason: 'unknown' },
  },
]

function sampleAudit(nowMs: number): AuditEvent[] {
  return Array.from({ length: 60 }, (_, i) => {
    const n = 60 - i
    const told = story[n % story.length] as Told
    return { ...told, n, at: new Date(nowMs - i * 1_800_000).toISOString(), hash: hex(n, 32) }
  })
}

const uuid = /^[0-9a-f-]{36}$/

/** With what queries look at. */
export const soughtAudit = (nowMs: number): Sought<AuditEvent>[] =>
  sampleAudit(nowMs).map(row => {
    const { n, at, actor, action, object, detail } = row
    const [objectKind, objectId = ''] = object.split(':')
    const isPerson = actor.email !== null
    return {
      row,
      object: {
        n,
        at,
        actor: { id: isPerson ? 1 : null, name: actor.name ?? actor.id, email: actor.email ?? '' },
        actorKind: actor.kind,
        actorId: isPerson ? actor.id : null,
        address: actor.kind === 'anonymous' ? actor.id : null,
        action,
        object,
        objectKind,
        objectId: uuid.test(objectId) ? objectId : null,
        detail: JSON.stringify(detail),
      },
      findings: [],
    }
  })

const headOf = (chain: string, n: number, nowMs: number): AuditHead => ({
  chain,
  n,
  hash: hex(n, 32),
  at: new Date(nowMs).toISOString(),
  key: hex(7, 32),
  signature: hex(9, 64),
})

function sampleSubscriptions(nowMs: number): Subscription[] {
  const created = new Date(nowMs - 90 * 86_400_000).toISOString()
  const base = { createdAt: created, suspendedAt: null, state: 'active' as const }
  return [
    {
      ...base,
      id: sampleId('other', 1),
      name: 'Example Ltd',
      people: 7,
      agents: 64,
      licence: { kind: 'full', limit: null, endAt: null },
    },
    {
      ...base,
      id: sampleId('other', 11),
      name: 'Northern Clinics',
      people: 3,
      agents: 410,
      licence: { kind: 'trial', limit: 500, endAt: new Date(nowMs + 20 * 86_400_000).toISOString() },
    },
    {
      ...base,
      id: sampleId('other', 12),
      name: 'Harbour Freight Lines',
      state: 'suspended',
      suspendedAt: new Date(nowMs - 86_400_000).toISOString(),
      people: 1,
      agents: 12,
      licence: { kind: 'free', limit: null, endAt: null },
    },
  ]
}

/** Audit and subscriptions, which follow what is done to them. */
export function auditAnswers(nowMs: number): Answers {
  const events = sampleAudit(nowMs)
  const verdict = (chain: string): AuditVerdict => ({
    ok: true,
    rows: events.length,
    head: headOf(chain, events.length, nowMs),
    problems: [],
  })
  let subscriptions = sampleSubscriptions(nowMs)
  const change = (id: string, part: Partial<Subscription>): Subscription => {
    const old = subscriptions.find(one => one.id === id)
    if (old === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see.')
    const now = { ...old, ...part }
    subscriptions = subscriptions.map(one => (one.id === id ? now : one))
    return now
  }
  return {
    listAudit: ({ query }) => findInSample('audit', soughtAudit(nowMs), query, nowMs),
    listInstallationAudit: ({ query }) => findInSample('audit', soughtAudit(nowMs), query, nowMs),
    verifyAudit: () => verdict(sampleId('other', 1)),
    verifyInstallationAudit: () => verdict('installation'),
    listSubscriptions: ({ query }) => pageOf(subscriptions, query, one => one.name),
    createSubscription: ({ body }) => {
      const subscription: Subscription = {
        id: sampleId('other', 20 + subscriptions.length),
        name: body.name,
        state: 'active',
        suspendedAt: null,
        createdAt: new Date(nowMs).toISOString(),
        people: 1,
        agents: 0,
        licence: { kind: 'free', limit: null, endAt: null },
      }
      subscriptions = [...subscriptions, subscription]
      return {
        subscription,
        link: 'https://patch.example.org/set-password#token=pyo_example-of-a-one-time-link',
        linkEndsAt: new Date(nowMs + 3 * 86_400_000).toISOString(),
      }
    },
    renameSubscription: ({ params, body }) => change(params.id, { name: body.name }),
    suspendSubscription: ({ params }) =>
      change(params.id, { state: 'suspended', suspendedAt: new Date(nowMs).toISOString() }),
    resumeSubscription: ({ params }) => change(params.id, { state: 'active', suspendedAt: null }),
    setLicence: ({ params, body }) => {
      const licence = { kind: body.kind, limit: body.limit ?? null, endAt: body.endAt ?? null }
      change(params.id, { licence })
      return { subscriptionId: params.id, effectiveKind: body.kind, ...licence }
    },
  }
}
