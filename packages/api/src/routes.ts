import { activationKeyRoutes } from './routes/activation-keys-routes.ts'
import { agentRoutes } from './routes/agents-routes.ts'
import { apiKeyRoutes } from './routes/api-keys-routes.ts'
import { assetRoutes } from './routes/assets-routes.ts'
import { auditRoutes } from './routes/audit-routes.ts'
import { assetActionRoutes } from './routes/asset-actions-routes.ts'
import { bundleRoutes } from './routes/bundles-routes.ts'
import { feedRoutes } from './routes/feeds-routes.ts'
import { licenceRoutes } from './routes/licences-routes.ts'
import { deviceLoginRoutes } from './routes/device-login-routes.ts'
import { identityProviderRoutes } from './routes/identity-providers-routes.ts'
import { jobDefinitionRoutes } from './routes/job-definition-routes.ts'
import { jobRoutes } from './routes/jobs-routes.ts'
import { patchRoutes } from './routes/patches-routes.ts'
import { patchRuleRoutes } from './routes/patch-rules-routes.ts'
import { peopleRoutes } from './routes/people-routes.ts'
import { profileRoutes } from './routes/profiles-routes.ts'
import { programRoutes } from './routes/programs-routes.ts'
import { queryRoutes } from './routes/queries-routes.ts'
import { searchRoutes } from './routes/searches-routes.ts'
import { secondFactorRoutes } from './routes/second-factors-routes.ts'
import { serverRoutes } from './routes/server-routes.ts'
import { sessionRoutes } from './routes/session-routes.ts'
import { signInAdministrationRoutes } from './routes/sign-in-administration-routes.ts'
import { signInRoutes } from './routes/sign-in-routes.ts'
import { systemRoutes } from './routes/systems-routes.ts'
import { subscriptionRoutes } from './routes/subscriptions-routes.ts'
import { tagRoutes } from './routes/tags-routes.ts'
import { taskRoutes } from './routes/tasks-routes.ts'
import { vulnerabilityRoutes } from './routes/vulnerabilities-routes.ts'

/** Each feature lists its routes in a file of its own under routes/; here they become one contract. */
export const routes = {
  ...signInRoutes,
  ...sessionRoutes,
  ...secondFactorRoutes,
  ...identityProviderRoutes,
  ...deviceLoginRoutes,
  ...signInAdministrationRoutes,
  ...peopleRoutes,
  ...apiKeyRoutes,
  ...serverRoutes,
  ...activationKeyRoutes,
  ...agentRoutes,
  ...assetRoutes,
  ...assetActionRoutes,
  ...licenceRoutes,
  ...patchRoutes,
  ...jobDefinitionRoutes,
  ...jobRoutes,
  ...tagRoutes,
  ...taskRoutes,
  ...vulnerabilityRoutes,
  ...profileRoutes,
  ...patchRuleRoutes,
  ...programRoutes,
  ...queryRoutes,
  ...searchRoutes,
  ...auditRoutes,
  ...subscriptionRoutes,
  ...feedRoutes,
  ...bundleRoutes,
  ...systemRoutes,
} as const

export type RouteName = keyof typeof routes
