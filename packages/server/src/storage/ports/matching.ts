import type { ApplicationAnswer, InstalledApplication, InstalledPackage } from '@patchyard/domain'

export interface MatchOptions {
  readonly nowMs: number
  /** Names of packages that have changed; null: all of them. */
  readonly names: readonly string[] | null
  /** Catalog ids of patches that are to be judged besides, though no package decides about them any more. */
  readonly patches?: readonly number[]
  /** Fixes as they are in this transaction, not as they were seconds ago. */
  readonly fresh: boolean
  /** Whether programs, or the build of Windows or macOS, are judged, too; always all of an asset's. Unsaid: when all packages are. */
  readonly programs?: boolean
  /** Packages that are known already, of a run over many assets. */
  readonly dictionary?: Map<number, InstalledPackage | null>
  /** The same for programs. */
  readonly programDictionary?: Map<number, KnownProgram>
}

export interface KnownProgram {
  readonly installed: InstalledApplication
  readonly answer: ApplicationAnswer
}

/** Findings by the catalog, from what is stored of an asset's packages. Used under the assets' line locks. */
export interface Matching {
  /**
   * Behind the lines' locks, in a transaction that changes what assets have or what is said of it, before it reads what it judges by:
   * `settle` waits for its end.
   */
  begin(): Promise<void>
  /**
   * Alone in its transaction. When that is over, what earlier transactions that began wrote can be seen, and later ones judge by the
   * catalog as it was visible before: nobody writes an asset that falls between a change and those who look for its assets.
   */
  settle(nowMs: number): Promise<void>
  /** Takes the lines' locks, in an order in which nobody waits in a circle. */
  lock(assetIds: readonly number[]): Promise<void>
  /** Assets on which something has changed. */
  match(assetIds: readonly number[], options: MatchOptions): Promise<readonly number[]>
  /**
   * Works out answers about programs that were given before the catalog, or what a person said of their name, changed; so many at most
   * as fit one transaction. Returns how many: 0 when none is left. What is another now is noted as due, with the assets that have it.
   */
  answerPrograms(nowMs: number): Promise<number>
}
