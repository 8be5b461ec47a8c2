import type { DpkgPackage } from './parse-dpkg-query.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import { type AptTools, readInstalled, readTargets, type RunLimits } from './read-host.ts'
import { type AptMarks, readAptMarks } from './state-marks.ts'

/** What dpkg and apt said last, asked again only when the files it stands on have changed. For the items of a task. */
export interface KnownState {
  marks(): Promise<AptMarks | null>
  /** @throws PackageManagerError, ParseError */
  installed(run: RunLimits): Promise<readonly DpkgPackage[]>
  /** @throws PackageManagerError, ParseError */
  targets(run: RunLimits): Promise<readonly IndexTarget[]>
  /** Some hundred KiB that an idle agent need not keep. */
  forget(): void
}

interface Known<T> {
  readonly mark: string
  readonly value: T
}

export function createKnownState(tools: AptTools): KnownState {
  let dpkg: Known<readonly DpkgPackage[]> | null = null
  let offer: Known<readonly IndexTarget[]> | null = null
  const marks = () => readAptMarks(tools.disk)
  return {
    marks,
    // Marks are read before what they stand for: a change in between makes the next look differ.
    installed: async run => {
      const mark = (await marks())?.dpkg
      if (mark !== undefined && dpkg?.mark === mark) return dpkg.value
      const value = await readInstalled(tools, run)
      dpkg = mark === undefined ? null : { mark, value }
      return value
    },
    targets: async run => {
      const mark = (await marks())?.offer
      if (mark !== undefined && offer?.mark === mark) return offer.value
      const value = await readTargets(tools, run)
      offer = mark === undefined ? null : { mark, value }
      return value
    },
    forget: () => {
      dpkg = null
      offer = null
    },
  }
}
