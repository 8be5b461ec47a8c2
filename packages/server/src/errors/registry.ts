import type { ErrorEntry } from './define-errors.ts'
import { accessErrors } from '../features/access/access-errors.ts'
import { feedsErrors } from '../features/feeds/feeds-errors.ts'
import { jobDefinitionErrors } from '../features/jobs/definition/definition-errors.ts'
import { licenceErrors } from '../features/licences/licence-errors.ts'
import { peopleErrors } from '../features/people/people-errors.ts'
import { signInErrors } from '../features/sign-in/sign-in-errors.ts'
import { subscriptionErrors } from '../features/subscriptions/subscription-errors.ts'
import { tagsErrors } from '../features/tags/tags-errors.ts'
import { queryErrors } from '../queries/query-errors.ts'
import { httpErrors } from './http-errors.ts'

// Each feature keeps its codes in its own `<feature>-errors.ts` and is listed here once.
const tables = {
  ...httpErrors,
  ...accessErrors,
  ...peopleErrors,
  ...signInErrors,
  ...licenceErrors,
  ...jobDefinitionErrors,
  ...tagsErrors,
  ...subscriptionErrors,
  ...feedsErrors,
  ...queryErrors,
} as const

/** Every stable code that an answer of this server can carry. */
export type ErrorCode = keyof typeof tables

export const errorRegistry: Readonly<Record<ErrorCode, ErrorEntry>> = tables
