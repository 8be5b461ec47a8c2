export type {
  ApplicationPatch,
  Architecture,
  InstalledApplication,
  MacApplicationRule,
  WindowsApplicationRule,
} from './application.ts'
export { answerApplication, type ApplicationAnswer } from './answer-application.ts'
export {
  type ApplicationIndex,
  buildApplicationIndex,
  type FollowingIndex,
  followingIndex,
} from './application-index.ts'
export type { ApplicationTrack } from './application-track.ts'
export { assessApplication, type ApplicationAssessment, hasPatch } from './assess-application.ts'
export { type HandMapping, type HandMappings, handMappings, noHandMappings } from './hand-mapping.ts'
export {
  type MatchConfidence,
  type ApplicationMatch,
  matchApplication,
  type MatchedBy,
  type Unmatched,
} from './match-application.ts'
export { type ApplicationsOfAsset, copiesInOnePlace, missingApplications } from './missing-applications.ts'
export { plainText, spokenName } from './read-name.ts'
