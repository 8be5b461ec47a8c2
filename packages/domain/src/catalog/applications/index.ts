export type {
  ApplicationPatch,
  Architecture,
  InstalledApplication,
  MacApplicationRule,
  WindowsApplicationRule,
} from './application.ts'
export { type ApplicationIndex, buildApplicationIndex } from './application-index.ts'
export type { ApplicationTrack } from './application-track.ts'
export { assessApplication, type ApplicationAssessment } from './assess-application.ts'
export { type HandMapping, type HandMappings, handMappings } from './hand-mapping.ts'
export {
  type MatchConfidence,
  type ApplicationMatch,
  matchApplication,
  type MatchedBy,
  type Unmatched,
} from './match-application.ts'
export { type ApplicationsOfAsset, missingApplications } from './missing-applications.ts'
