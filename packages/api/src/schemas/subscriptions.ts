import Type, { type Static } from 'typebox'
import { Email } from './access.ts'
import { Id, Instant, ListOf, Nullable, Title, Words } from './common.ts'

const strict = { additionalProperties: false } as const

export const subscriptionStates = ['active', 'suspended'] as const

export const Subscription = Type.Object(
  {
    id: Id,
    name: Type.String(),
    state: Words(subscriptionStates),
    suspendedAt: Nullable(Instant),
    createdAt: Instant,
    people: Type.Integer({ minimum: 0 }),
    agents: Type.Integer({ minimum: 0, description: 'Active ones.' }),
    licence: Type.Object({
      kind: Type.String({ description: 'free, trial or full, as set.' }),
      limit: Nullable(Type.Integer()),
      endAt: Nullable(Instant),
    }),
  },
  { $id: 'Subscription' },
)
export type Subscription = Static<typeof Subscription>
export const SubscriptionList = ListOf(Subscription, 'SubscriptionList')

export const SubscriptionCsvQuery = Type.Object(
  { search: Type.Optional(Type.String({ maxLength: 200 })), sort: Type.Optional(Type.String({ maxLength: 40 })) },
  strict,
)
export type SubscriptionCsvQuery = Static<typeof SubscriptionCsvQuery>

export const SubscriptionCreate = Type.Object(
  {
    name: Title,
    administrator: Type.Object(
      { email: Email, name: Title },
      {
        ...strict,
        description:
          'Who administers it first. Somebody with this address who has an account becomes a member with it.',
      },
    ),
  },
  { ...strict, $id: 'SubscriptionCreate' },
)
export type SubscriptionCreate = Static<typeof SubscriptionCreate>

export const SubscriptionCreated = Type.Object(
  {
    subscription: Subscription,
    link: Nullable(
      Type.String({
        description: 'For the administrator to set a password, once; null for somebody who has an account. Shown once.',
      }),
    ),
    linkEndsAt: Nullable(Instant),
  },
  { $id: 'SubscriptionCreated' },
)
export type SubscriptionCreated = Static<typeof SubscriptionCreated>

export const SubscriptionChange = Type.Object({ name: Title }, { ...strict, $id: 'SubscriptionChange' })
export type SubscriptionChange = Static<typeof SubscriptionChange>

export const SubscriptionSuspend = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 500, description: 'Kept in the audit.' })) },
  { ...strict, $id: 'SubscriptionSuspend' },
)
export type SubscriptionSuspend = Static<typeof SubscriptionSuspend>

/** One of those that a person is a member of. */
export const OwnSubscription = Type.Object(
  { id: Id, name: Type.String(), state: Words(subscriptionStates), current: Type.Boolean() },
  { $id: 'OwnSubscription' },
)
export type OwnSubscription = Static<typeof OwnSubscription>
export const OwnSubscriptionList = Type.Object({ items: Type.Array(OwnSubscription) }, { $id: 'OwnSubscriptionList' })
export type OwnSubscriptionList = Static<typeof OwnSubscriptionList>

export const SubscriptionSwitch = Type.Object({ id: Id }, { ...strict, $id: 'SubscriptionSwitch' })
export type SubscriptionSwitch = Static<typeof SubscriptionSwitch>
