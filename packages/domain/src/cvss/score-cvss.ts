import { hasGroup, type Cvss } from './parse-cvss.ts'
import { scoreV3 } from './score-v3.ts'
import { scoreV4 } from './score-v4.ts'

export interface CvssScores {
  /** Of the base metrics alone, 0 to 10 in tenths. */
  readonly base: number
  /** Of v3 alone; null where the vector has no such metric. */
  readonly temporal: number | null
  readonly environmental: number | null
  /** Of everything that the vector says. */
  readonly overall: number
}

export type CvssRating = 'none' | 'low' | 'medium' | 'high' | 'critical'

/** null: version 2.0, which is recognised and not scored: its numbers are not comparable with those of the later ones. */
export function scoreCvss(cvss: Cvss): CvssScores | null {
  if (cvss.version === '2.0') return null
  if (cvss.version === '4.0') {
    const overall = scoreV4(cvss)
    const onlyBase = !hasGroup(cvss, 'threat') && !hasGroup(cvss, 'environmental')
    return { base: onlyBase ? overall : scoreV4(baseOf(cvss)), temporal: null, environmental: null, overall }
  }
  const scores = scoreV3(cvss)
  return { ...scores, overall: scores.environmental ?? scores.temporal ?? scores.base }
}

const baseNames = new Set(['AV', 'AC', 'AT', 'PR', 'UI', 'VC', 'VI', 'VA', 'SC', 'SI', 'SA'])

const baseOf = ({ version, metrics }: Cvss): Cvss => ({
  version,
  metrics: new Map([...metrics].filter(([name]) => baseNames.has(name))),
})

/** CVSS v3.1 section 5, v4.0 section 6. `score` from 0 to 10. */
export function cvssRating(score: number): CvssRating {
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'none'
}
