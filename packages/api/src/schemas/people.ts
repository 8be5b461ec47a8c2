import { grants, permissions, roles } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Email, ShownScope } from './access.ts'
import { Id, Instant, ListOf, ListQuery, Nullable, Title, Words } from './common.ts'

const strict = { additionalProperties: false } as const
const Roles = Type.Array(Words(roles), { minItems: 1, uniqueItems: true, description: 'Patch Security stands alone.' })
const Grants = Type.Array(Words(grants), { uniqueItems: true, description: 'Beside the roles.' })

export const ScopeChange = Type.Object(
  {
    all: Type.Boolean({ description: 'All assets of the subscription.' }),
    tags: Type.Optional(Type.Array(Id, { maxItems: 500, uniqueItems: true, description: 'With all: false.' })),
  },
  { ...strict, $id: 'ScopeChange' },
)
export type ScopeChange = Static<typeof ScopeChange>

export const personStates = ['active', 'invited', 'disabled'] as const

export const Person = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    status: Words(personStates),
    roles: Type.Array(Words(roles)),
    grants: Type.Array(Words(grants)),
    scope: ShownScope,
    isOperator: Type.Boolean(),
    createdAt: Instant,
  },
  { $id: 'Person' },
)
export type Person = Static<typeof Person>
export const PersonList = ListOf(Person, 'PersonList')

const found = { role: Type.Optional(Words(roles)), status: Type.Optional(Words(personStates)) }
export const PersonQuery = Type.Object({ ...ListQuery.properties, ...found }, strict)
export type PersonQuery = Static<typeof PersonQuery>
export const PersonCsvQuery = Type.Object(
  { search: ListQuery.properties.search, sort: ListQuery.properties.sort, ...found },
  strict,
)

export const PersonInvite = Type.Object(
  {
    email: Email,
    name: Title,
    roles: Type.Optional(Roles),
    grants: Type.Optional(Grants),
    scope: Type.Optional(ScopeChange),
  },
  {
    ...strict,
    $id: 'PersonInvite',
    description: 'New people are Patch Reader with an empty scope unless said otherwise.',
  },
)
export type PersonInvite = Static<typeof PersonInvite>

export const PersonLink = Type.Object(
  {
    person: Person,
    link: Type.String({ description: 'Give it to the person: who opens it sets the password. Works once.' }),
    linkEndsAt: Instant,
  },
  { $id: 'PersonLink' },
)
export type PersonLink = Static<typeof PersonLink>

export const PersonChange = Type.Object({ name: Title }, { ...strict, $id: 'PersonChange' })
export type PersonChange = Static<typeof PersonChange>

export const PersonAccess = Type.Object(
  { roles: Type.Optional(Roles), grants: Type.Optional(Grants), scope: Type.Optional(ScopeChange) },
  { ...strict, minProperties: 1, $id: 'PersonAccess', description: 'What is left out stays.' },
)
export type PersonAccess = Static<typeof PersonAccess>

const Holder = Type.Object({ id: Id, name: Type.String(), email: Type.String() })
const Holders = Nullable(Type.Array(Holder, { description: 'null for who may not see people.' }))
const PermissionWithSentence = Type.Object({ permission: Words(permissions), sentence: Type.String() })
export const RoleList = Type.Object(
  {
    roles: Type.Array(
      Type.Object({
        role: Words(roles),
        label: Type.String(),
        sentence: Type.String(),
        permissions: Type.Array(PermissionWithSentence),
        holders: Holders,
      }),
    ),
    grants: Type.Array(Type.Object({ grant: Words(grants), sentence: Type.String(), holders: Holders })),
  },
  { $id: 'RoleList' },
)
export type RoleList = Static<typeof RoleList>
