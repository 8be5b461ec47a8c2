export { baseLayer, layerKey, layerNames, type LayerName } from './base-layer.ts'
export { chrootHost, type ChrootHost } from './chroot-host.ts'
export { CommandError, type CommandResult } from './command.ts'
export { type FileAnswer, type FileServer, serveFiles } from './file-server.ts'
export type { ExecOptions, HostAccess, HostProcess } from './host-access.ts'
export type { HostBind, HostOptions } from './host-disk.ts'
export { startHost, type TestHost } from './host.ts'
export { tellDebStory, tellRpmStory } from './install-story.ts'
export { type Layer, layerCache, lowerFolders } from './layer.ts'
export { commonRows, type RpmRow } from './layers/own-rpms.ts'
export { ownDebs, ownSources } from './layers/own-debs.ts'
export { createNetwork, type TestNetwork } from './network.ts'
export { type AptRepository, aptRepository, type AptSuite } from './packages/apt-repository.ts'
export { buildDeb, buildDebs, type DebPackage } from './packages/deb.ts'
export { modulemd, moduleDefaults, type ModuleStream } from './packages/modulemd.ts'
export {
  brokenScript,
  changedConffile,
  type DebStory,
  newKernel,
  removingUpgrade,
  serviceWithLibrary,
} from './packages/odd-debs.ts'
export { brokenScriptRpm, conflictingRpm, obsoletingRpm, type RpmStory } from './packages/odd-rpms.ts'
export type { PackageFile, PackageFiles } from './packages/package-files.ts'
export { buildRpms, nevra, type RpmPackage } from './packages/rpm.ts'
export { repoFile, type RepoFileEntry, rpmRepository, type RpmRepositoryContent } from './packages/rpm-repository.ts'
export { type SigningKey, signingKey } from './packages/signing-key.ts'
export { type Advisory, type AdvisoryModule, type AdvisoryPackage, updateinfoXml } from './packages/updateinfo.ts'
export { reapLeftovers } from './reaper.ts'
export { addAptRepository, fetchFrom, withoutDebianArchives } from './repositories.ts'
export { hostPackages, type Missing, missingRequirements, whyNoHosts } from './requirements.ts'
export { inTemporaryFolder, makeTemporaryFolder } from './temporary-folder.ts'
export { waitUntil } from './wait-until.ts'
