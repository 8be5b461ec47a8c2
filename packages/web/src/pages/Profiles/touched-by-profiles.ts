import type { RouteName } from '@patchyard/api'

/** Answers that a change of profiles may change. */
export const touchedByProfiles: readonly RouteName[] = [
  'listAssessmentProfiles',
  'getAssessmentProfile',
  'listConfigurationProfiles',
  'getConfigurationProfile',
  'getAssetProfiles',
  'listAgents',
  'listTags',
]
