import { contract } from '../route-contract.ts'
import { Me } from '../schemas/access.ts'
import { IdParams, ListQuery } from '../schemas/common.ts'
import { Csv } from '../schemas/queries.ts'
import * as subscriptions from '../schemas/subscriptions.ts'

export const subscriptionRoutes = contract({
  listSubscriptions: {
    method: 'GET',
    path: '/subscriptions',
    permission: 'operator',
    summary: 'All subscriptions of the installation',
    query: ListQuery,
    response: subscriptions.SubscriptionList,
  },
  exportSubscriptions: {
    method: 'GET',
    path: '/subscriptions.csv',
    permission: 'operator',
    summary: 'All subscriptions as CSV',
    query: subscriptions.SubscriptionCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  getSubscription: {
    method: 'GET',
    path: '/subscriptions/:id',
    permission: 'operator',
    summary: 'One subscription',
    params: IdParams,
    response: subscriptions.Subscription,
  },
  createSubscription: {
    method: 'POST',
    path: '/subscriptions',
    permission: 'operator',
    summary: 'Make a subscription with its first administrator, who gets a one-time link',
    body: subscriptions.SubscriptionCreate,
    response: subscriptions.SubscriptionCreated,
    status: 201,
    stepUp: true,
    keys: 'allowed',
  },
  renameSubscription: {
    method: 'PATCH',
    path: '/subscriptions/:id',
    permission: 'operator',
    summary: 'Give a subscription another name',
    params: IdParams,
    body: subscriptions.SubscriptionChange,
    response: subscriptions.Subscription,
  },
  suspendSubscription: {
    method: 'POST',
    path: '/subscriptions/:id/suspend',
    permission: 'operator',
    summary: 'Nobody gets in and nothing is patched until it is resumed; nothing is lost',
    params: IdParams,
    body: subscriptions.SubscriptionSuspend,
    response: subscriptions.Subscription,
    stepUp: true,
    keys: 'allowed',
  },
  resumeSubscription: {
    method: 'POST',
    path: '/subscriptions/:id/resume',
    permission: 'operator',
    summary: 'End a suspension: everything goes on',
    params: IdParams,
    response: subscriptions.Subscription,
    stepUp: true,
    keys: 'allowed',
  },

  listOwnSubscriptions: {
    method: 'GET',
    path: '/me/subscriptions',
    permission: 'session',
    summary: 'The subscriptions that one is a member of',
    whileSuspended: true,
    beforeSecondFactor: true,
    response: subscriptions.OwnSubscriptionList,
  },
  switchSubscription: {
    method: 'POST',
    path: '/session/subscription',
    permission: 'session',
    summary: 'Go on in another subscription that one is a member of',
    whileSuspended: true,
    beforeSecondFactor: true,
    body: subscriptions.SubscriptionSwitch,
    response: Me,
  },
})
