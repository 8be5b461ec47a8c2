export * from './compose/composed.ts'
export { composePatch } from './compose/compose-patch.ts'
export { composeTrack, type SourceTrack } from './compose/compose-track.ts'
export { composeVulnerability, type ComposedVulnerability, type ScoredVector } from './compose/compose-vulnerability.ts'
export {
  type AdvisoryNotice,
  type Fact,
  type FactBody,
  type FactKind,
  factsOf,
  readTrack,
  trackOf,
} from './compose/fact.ts'
export { trustRank } from './compose/feed-order.ts'
export { saidOfSigned, signedKernelsOf, unsignedKernelOf } from './compose/signed-kernels.ts'
export * from './feed/feed.ts'
export * from './feed/feed-error.ts'
export type { ReadOptions, Tally } from './feed/read-document.ts'
export { registry } from './feed/registry.ts'
export { type ReadRelease, readAptPackages, readAptRelease } from './feeds/apt-repository/read-archive.ts'
export {
  type OfferedRpm,
  readRpmRepositoryFile,
  type RpmAdvisory,
  type RpmRepositoryItem,
} from './feeds/rpm-repository/read-repository-file.ts'
export { readNevra } from './feeds/rpm-repository/map-module.ts'
export * from './records/advisory-record.ts'
export * from './records/application-version-record.ts'
export * from './records/archive-record.ts'
export * from './records/fix-record.ts'
export * from './records/lifecycle-record.ts'
export * from './records/module-record.ts'
export * from './records/patch-record.ts'
export * from './records/record.ts'
export * from './records/severity.ts'
export * from './records/supersedes-record.ts'
export * from './records/vulnerability-record.ts'
export { readInWorker } from './worker/adapters/read-in-worker.ts'
