import { compareWinget } from '../../versions/winget/compare.ts'
import type { Architecture } from './application.ts'
import { type ApplicationTrack, isOnLine } from './application-track.ts'

/** What an installed application says beside its name. */
export interface PickFacts {
  /** '' where unknown. */
  readonly version: string
  readonly channel: string
  /** From its name. */
  readonly namedArch: Architecture | ''
  /** Where it was found. */
  readonly arch: Architecture | ''
}

export interface Candidate {
  readonly track: ApplicationTrack
  /** The processor in the catalog's name of it. */
  readonly arch: Architecture | ''
}

export type PickProblem = 'architecture' | 'channel' | 'line' | 'ambiguous'

/**
 * The one track that is meant, of those that a code or name leads to. Facts that exclude go first (processor, channel, line of versions),
 * those that only prefer come after; when more than one is left, none is taken.
 */
export function pickTrack(candidates: readonly Candidate[], facts: PickFacts): ApplicationTrack | PickProblem {
  const ofArch = candidates.filter(({ track }) => hasArch(track, facts.namedArch))
  if (ofArch.length === 0) return 'architecture'
  const ofChannel = ofArch.filter(({ track }) => track.channel === facts.channel)
  if (ofChannel.length === 0) return 'channel'
  const ofLine = ofChannel.filter(({ track }) => track.line === '' || isOnLine(facts.version, track.line))
  if (ofLine.length === 0) return 'line'
  const steps: readonly ((one: Candidate) => boolean)[] = [
    ({ track }) => track.line !== '',
    ({ arch }) => arch === facts.namedArch,
    ({ track }) => facts.arch !== '' && hasArch(track, facts.arch),
    ({ track }) => track.patches.some(patch => compareWinget(patch.version, facts.version) === 0),
    ({ track }) => track.patches.some(patch => majorOf(patch.version) === majorOf(facts.version)),
  ]
  let left = ofLine
  for (const step of steps) {
    if (tracksOf(left).size === 1) break
    const better = left.filter(step)
    if (better.length > 0) left = better
  }
  const [only, more] = tracksOf(left)
  return only !== undefined && more === undefined ? only : 'ambiguous'
}

const tracksOf = (candidates: readonly Candidate[]): Set<ApplicationTrack> => new Set(candidates.map(one => one.track))

const hasArch = (track: ApplicationTrack, arch: Architecture | ''): boolean =>
  arch === '' || track.architectures.size === 0 || track.architectures.has(arch)

const majorOf = (version: string): string => /\d+/.exec(version)?.[0] ?? ''
