import type { CvssMetric, CvssVersion } from './cvss-metric.ts'
import { v2Metrics } from './v2-metrics.ts'
import { v3Metrics } from './v3-metrics.ts'
import { v4Metrics } from './v4-metrics.ts'

/** A vector that holds to its version's rules. */
export interface Cvss {
  readonly version: CvssVersion
  /** By name, as written; what the vector does not name is absent, and means "not defined". */
  readonly metrics: ReadonlyMap<string, string>
}

/** A text that is no vector. `reason` is the end of a sentence: 'has "AV" twice'. */
export class InvalidCvssError extends Error {
  override readonly name = 'InvalidCvssError'
  readonly code = 'cvss_invalid'
  readonly reason: string

  constructor(reason: string) {
    super(`the CVSS vector ${reason}`)
    this.reason = reason
  }
}

// All 32 metrics of v4.0 together stay below 190 characters.
const LONGEST = 250

interface Grammar {
  readonly prefix: string
  readonly version: CvssVersion
  readonly metrics: readonly CvssMetric[]
  readonly byName: ReadonlyMap<string, CvssMetric>
  /** v4.0, section 7: "must contain metrics in the order shown in Table 23, every other ordering is invalid"; v2 is alike. v3: any order. */
  readonly inOrder: boolean
}

const grammar = (prefix: string, version: CvssVersion, metrics: readonly CvssMetric[], inOrder: boolean): Grammar => ({
  prefix,
  version,
  metrics,
  byName: new Map(metrics.map(metric => [metric.name, metric])),
  inOrder,
})

const grammars = {
  '2.0': grammar('', '2.0', v2Metrics, true),
  '3.0': grammar('CVSS:3.0/', '3.0', v3Metrics, false),
  '3.1': grammar('CVSS:3.1/', '3.1', v3Metrics, false),
  '4.0': grammar('CVSS:4.0/', '4.0', v4Metrics, true),
}

/** Reads a vector by the rules of its version: nothing is guessed, trimmed or corrected. Throws InvalidCvssError. */
export function parseCvss(text: string): Cvss {
  if (text.length > LONGEST) throw new InvalidCvssError(`is longer than ${LONGEST} characters`)
  const { prefix, version, metrics, byName, inOrder } = grammarOf(text)
  const written = new Map<string, string>()
  let place = -1
  for (const part of text.slice(prefix.length).split('/')) {
    const colon = part.indexOf(':')
    const metric = byName.get(part.slice(0, Math.max(colon, 0)))
    if (metric === undefined) throw new InvalidCvssError(`has ${shown(part)}, which is no metric of CVSS ${version}`)
    if (written.has(metric.name)) throw new InvalidCvssError(`has "${metric.name}" twice`)
    const value = part.slice(colon + 1)
    if (!metric.values.includes(value)) throw new InvalidCvssError(`has ${shown(part)}, whose value does not exist`)
    const at = metrics.indexOf(metric)
    if (inOrder && at < place) throw new InvalidCvssError(`has "${metric.name}" behind "${metrics[place]?.name}"`)
    place = at
    written.set(metric.name, value)
  }
  const missing = metrics.find(metric => metric.group === 'base' && !written.has(metric.name))
  if (missing !== undefined) throw new InvalidCvssError(`lacks "${missing.name}"`)
  return { version, metrics: written }
}

function grammarOf(text: string): Grammar {
  for (const one of [grammars['3.1'], grammars['4.0'], grammars['3.0']]) if (text.startsWith(one.prefix)) return one
  if (text.startsWith('CVSS:')) throw new InvalidCvssError('names no version that there is')
  // Vectors of v2 have no prefix: that is how they are known.
  return grammars['2.0']
}

/** The one way to write it: the standard's order, nothing that is "not defined". */
export function printCvss({ version, metrics }: Cvss): string {
  const { prefix, metrics: all } = grammars[version]
  const parts: string[] = []
  for (const { name } of all) {
    const value = metrics.get(name)
    if (value !== undefined && value !== 'X' && value !== 'ND') parts.push(`${name}:${value}`)
  }
  return prefix + parts.join('/')
}

/** Whether a metric of the group says something. */
export const hasGroup = ({ version, metrics }: Cvss, group: CvssMetric['group']): boolean =>
  grammars[version].metrics.some(metric => metric.group === group && (metrics.get(metric.name) ?? 'X') !== 'X')

// JSON quoting keeps control characters of a hostile vector out of terminals and logs.
const shown = (part: string): string => JSON.stringify(part.length > 20 ? `${part.slice(0, 20)}…` : part)
