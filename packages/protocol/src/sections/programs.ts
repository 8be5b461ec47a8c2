import { type EntryOf, filled, oneOf, section, text } from './section.ts'

/** Announced by agents that report programs.1, and by servers that take it and the facts of system.1 that came with it. */
export const PROGRAMS_FEATURE = 'programs.1'

/**
 * Programs that no package manager keeps: Windows' Uninstall keys and store packages, applications of a Mac. Copies that differ in nothing
 * here (two people's, two folders') are one row. No name of a person and no folder stands in it, so that hosts with the same program have
 * the same row: the server keeps each distinct row once.
 */
export const programsSection = section('programs.1', 7, {
  /**
   * `registry`: Uninstall keys of the machine's own registry view · `registry32`: of the 32-bit view on a 64-bit machine · `store`: AppX and
   * MSIX · `app`: a bundle of a Mac · `system`: a bundle that is part of macOS.
   */
  source: oneOf('registry', 'registry32', 'store', 'app', 'system'),
  /** `user`: in a person's own hive or folder. */
  scope: oneOf('machine', 'user'),
  /** Name of the Uninstall key, or full name of a store package: `{23170F69-40C1-2702-2409-000001000000}`, `Git_is1`. */
  productCode: text(300),
  /** `org.mozilla.firefox`. */
  bundleId: text(300),
  /** `DisplayName`; what system_profiler calls `_name`. */
  name: filled(500),
  version: text(200),
  /** '' where nothing says it: a 64-bit bundle may stand in the 32-bit view. */
  arch: oneOf('', 'x86', 'x64', 'arm64'),
  /** `Publisher`; on a Mac who signed it. */
  publisher: text(300),
  upgradeCode: text(100),
  packageFamily: text(300),
  /** Name of the bundle's folder, without its path: `Firefox.app`. */
  bundle: text(300),
})

export type ProgramEntry = EntryOf<typeof programsSection>
