import type { InstalledApplication } from './application.ts'
import type { ApplicationIndex } from './application-index.ts'
import { assessApplication } from './assess-application.ts'
import type { HandMappings } from './hand-mapping.ts'
import { matchApplication, type MatchConfidence, type MatchedBy, type Unmatched } from './match-application.ts'

/** What the catalog says of one entry of a list of programs, in a form that can be kept. It depends on nothing else of the machine. */
export interface ApplicationAnswer {
  /** '' : none is known. */
  readonly track: string
  readonly how: MatchedBy | ''
  /** low: to be confirmed by a person; nothing is missing of it until then. */
  readonly confidence: MatchConfidence | ''
  /** Why there is no track; '' where there is one. */
  readonly why: Unmatched | ''
  readonly state: 'older' | 'current' | 'unknown' | ''
  /** Key of the newest patch of its track, where the entry is older than that; else ''. */
  readonly missing: string
}

export function answerApplication(
  installed: InstalledApplication,
  index: ApplicationIndex,
  hand: HandMappings,
): ApplicationAnswer {
  const match = matchApplication(installed, index, hand)
  if (match.track === null) return { track: '', how: '', confidence: '', why: match.why, state: '', missing: '' }
  const assessment = assessApplication(installed, match.track)
  return {
    track: match.track.name,
    how: match.how,
    confidence: match.confidence,
    why: '',
    state: assessment.state,
    missing: assessment.state === 'older' ? assessment.missing.key : '',
  }
}
