import { grants, licenceKinds, operatorPermission, permissions, roles } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, ListCsvQuery, ListQuery, Nullable, Title, Words } from './common.ts'

const strict = { additionalProperties: false } as const
export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$',
})
export const Password = Type.String({ minLength: 12, maxLength: 256 })
export const FirstAdminRequest = Type.Object(
  { token: Type.String({ minLength: 20, maxLength: 200 }), email: Email, name: Title, password: Password },
  { ...strict, $id: 'FirstAdminRequest' },
)
export type FirstAdminRequest = Static<typeof FirstAdminRequest>

export const SignInRequest = Type.Object(
  { email: Email, password: Type.String({ minLength: 1, maxLength: 256 }) },
  { ...strict, $id: 'SignInRequest' },
)
export type SignInRequest = Static<typeof SignInRequest>

export const ShownScope = Type.Object(
  {
    all: Type.Boolean({ description: 'Sees all assets of the subscription.' }),
    tags: Type.Array(Type.Object({ id: Id, name: Type.String(), colour: Type.String() }), {
      description: 'Otherwise the assets with one of these tags or one below them; none: no asset.',
    }),
  },
  { $id: 'ShownScope' },
)
export type ShownScope = Static<typeof ShownScope>

export const Me = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    roles: Type.Array(Words(roles)),
    grants: Type.Array(Words(grants)),
    permissions: Type.Array(Words(permissions)),
    isOperator: Type.Boolean({ description: 'Operator of the installation.' }),
    scope: ShownScope,
    subscription: Type.Object({
      id: Id,
      name: Type.String(),
      licence: Words(licenceKinds),
      suspended: Type.Boolean({
        description: 'true: nothing answers but this, signing out and switching the subscription.',
      }),
    }),
    signedInBy: Words(['session', 'apiKey'] as const),
  },
  { $id: 'Me' },
)
export type Me = Static<typeof Me>

const keyPermissions = [...permissions, operatorPermission] as const
export const ApiKeyCreate = Type.Object(
  {
    title: Title,
    role: Type.Optional(Words(roles)),
    permissions: Type.Optional(
      Type.Array(Words(keyPermissions), {
        minItems: 1,
        uniqueItems: true,
        description:
          'Only these, instead of a role. Without both the key has what its maker has, at each moment of use.',
      }),
    ),
    expiresAt: Type.Optional(Instant),
  },
  { ...strict, $id: 'ApiKeyCreate' },
)
export type ApiKeyCreate = Static<typeof ApiKeyCreate>

export const ApiKey = Type.Object(
  {
    id: Id,
    title: Type.String(),
    prefix: Type.String({ description: 'The first letters of the key.' }),
    role: Nullable(Words(roles)),
    permissions: Nullable(Type.Array(Words(keyPermissions))),
    owner: Type.String({ description: 'E-mail address of the person whose key it is.' }),
    createdAt: Instant,
    usedAt: Nullable(Instant),
    expiresAt: Nullable(Instant),
    revokedAt: Nullable(Instant),
    leakedAt: Nullable(Instant),
  },
  { $id: 'ApiKey' },
)
export type ApiKey = Static<typeof ApiKey>
export const ApiKeyList = ListOf(ApiKey, 'ApiKeyList')
export const ApiKeyQuery = Type.Object(
  { ...ListQuery.properties, person: Type.Optional(Id) },
  { additionalProperties: false },
)
export type ApiKeyQuery = Static<typeof ApiKeyQuery>
export const ApiKeyCsvQuery = Type.Object(
  { ...ListCsvQuery.properties, person: Type.Optional(Id) },
  { additionalProperties: false },
)
export const ApiKeyCreated = Type.Object(
  { key: ApiKey, secret: Type.String({ description: 'Shown once: pyk_…' }) },
  { $id: 'ApiKeyCreated' },
)
export type ApiKeyCreated = Static<typeof ApiKeyCreated>
