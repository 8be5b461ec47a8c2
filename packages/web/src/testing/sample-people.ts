import type { Me, Person, RoleList, Session } from '@patchyard/api'
import {
  grants,
  type Permission,
  permissionSentences,
  roleLabels,
  rolePermissions,
  roles,
  rolesOfNewPeople,
  roleSentences,
} from '@patchyard/domain'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

const DAY_MS = 86_400_000

function samplePeople(me: Me, nowMs: number): Person[] {
  const at = (days: number): string => new Date(nowMs - days * DAY_MS).toISOString()
  const tag = (n: number, name: string) => ({ id: sampleId('tag', n), name, colour: '' })
  const base = { grants: [], isOperator: false, status: 'active' as const }
  return [
    {
      id: me.id,
      email: me.email,
      name: me.name,
      status: 'active',
      roles: me.roles,
      grants: me.grants,
      scope: me.scope,
      isOperator: me.isOperator,
      createdAt: at(200),
    },
    {
      ...base,
      id: sampleId('person', 2),
      email: 'bo.lind@example.org',
      name: 'Bo Lind',
      roles: ['patchManager'],
      scope: { all: false, tags: [tag(1, 'Production'), tag(2, 'Berlin')] },
      createdAt: at(120),
    },
    {
      ...base,
      id: sampleId('person', 3),
      email: 'cleo.marsh@example.org',
      name: 'Cleo Marsh',
      status: 'invited',
      roles: ['patchReader'],
      scope: { all: false, tags: [] },
      createdAt: at(1),
    },
    {
      ...base,
      id: sampleId('person', 4),
      email: 'dan.okoro@example.org',
      name: 'Dan Okoro',
      status: 'disabled',
      roles: ['patchSecurity'],
      grants: ['dashboard.print'],
      scope: { all: true, tags: [] },
      createdAt: at(340),
    },
  ]
}

const sampleSession = (nowMs: number): Session => ({
  id: sampleId('other', 41),
  way: 'password',
  address: '192.0.2.7',
  agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
  createdAt: new Date(nowMs - 7_200_000).toISOString(),
  seenAt: new Date(nowMs - 60_000).toISOString(),
  provenAt: new Date(nowMs - 7_200_000).toISOString(),
  expiresAt: new Date(nowMs + 36_000_000).toISOString(),
  current: false,
})

/** People and roles, which follow what is done to them. */
export function peopleAnswers(me: Me, nowMs: number) {
  let people = samplePeople(me, nowMs)
  const found = (id: string): Person => {
    const person = people.find(one => one.id === id)
    if (person === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see.')
    return person
  }
  const change = (id: string, part: Partial<Person>): Person => {
    const now = { ...found(id), ...part }
    people = people.map(one => (one.id === id ? now : one))
    return now
  }
  const linkOf = (person: Person) => ({
    person,
    link: 'https://patch.example.org/set-password#token=pyo_example-of-a-one-time-link',
    linkEndsAt: new Date(nowMs + 3 * DAY_MS).toISOString(),
  })
  const scopeOf = (scope: { all: boolean; tags?: string[] } | undefined): Person['scope'] => ({
    all: scope?.all ?? false,
    tags: (scope?.tags ?? []).map(id => ({ id, name: 'Production', colour: '' })),
  })
  const holders = (holds: (person: Person) => boolean) =>
    people.filter(holds).map(({ id, name, email }) => ({ id, name, email }))
  const sentenceOf = (permission: Permission) => ({ permission, sentence: permissionSentences[permission] })
  return {
    listRoles: (): RoleList => ({
      roles: roles.map(role => ({
        role,
        label: roleLabels[role],
        sentence: roleSentences[role],
        permissions: rolePermissions[role].map(sentenceOf),
        holders: holders(person => person.roles.includes(role)),
      })),
      grants: grants.map(grant => ({
        grant,
        sentence: permissionSentences[grant],
        holders: holders(person => person.grants.includes(grant)),
      })),
    }),
    listPeople: ({ query }) => {
      const { status, role, ...asked } = query
      const fitting = people.filter(
        one => (status === undefined || one.status === status) && (role === undefined || one.roles.includes(role)),
      )
      return pageOf(fitting, asked, one => `${one.name} ${one.email}`)
    },
    getPerson: ({ params }) => found(params.id),
    invitePerson: ({ body }) => {
      const person: Person = {
        id: sampleId('person', 100 + people.length),
        email: body.email,
        name: body.name,
        status: 'invited',
        roles: body.roles ?? [...rolesOfNewPeople],
        grants: body.grants ?? [],
        scope: scopeOf(body.scope),
        isOperator: false,
        createdAt: new Date(nowMs).toISOString(),
      }
      people = [...people, person]
      return linkOf(person)
    },
    changePerson: ({ params, body }) => change(params.id, body),
    setPersonAccess: ({ params, body }) => {
      const { scope, ...rest } = body
      return change(params.id, { ...rest, ...(scope === undefined ? {} : { scope: scopeOf(scope) }) })
    },
    linkPerson: ({ params }) => linkOf(found(params.id)),
    disablePerson: ({ params }) => change(params.id, { status: 'disabled' }),
    enablePerson: ({ params }) => change(params.id, { status: 'active' }),
    removePerson: ({ params }) => {
      found(params.id)
      people = people.filter(one => one.id !== params.id)
      return {}
    },
    listPersonSessions: ({ params, query }) =>
      pageOf(params.id === me.id ? [sampleSession(nowMs)] : [], query, one => one.address),
    endPersonSessions: () => ({ ended: 1 }),
    removePersonSecondFactors: () => ({}),
  } satisfies Answers
}
