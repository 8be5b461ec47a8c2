import type { RouteName } from '@patchyard/api'

/** Answers that a change of tags may change: who carries what, and what follows from that. */
export const touchedByTags: readonly RouteName[] = [
  'listTags',
  'getTag',
  'listTagUses',
  'previewTagRule',
  'listAssets',
  'getAsset',
  'getAssetProfiles',
  'getLicence',
  'listAssessmentProfiles',
  'getAssessmentProfile',
  'listConfigurationProfiles',
  'getConfigurationProfile',
]
