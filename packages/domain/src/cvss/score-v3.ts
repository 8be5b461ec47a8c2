import { hasGroup, type Cvss } from './parse-cvss.ts'
import { v3Weights as weights } from './v3-metrics.ts'

export interface V3Scores {
  readonly base: number
  /** null: the vector has no temporal metric. */
  readonly temporal: number | null
  /** With the temporal metrics in it. null: the vector has no environmental metric. */
  readonly environmental: number | null
}

/** CVSS v3.0 and v3.1, sections 7.1 to 7.3 (v3.0: 8.1 to 8.3). */
export function scoreV3(cvss: Cvss): V3Scores {
  const { metrics } = cvss
  const value = (name: string): string => metrics.get(name) ?? 'X'
  const modified = (name: string): string => {
    const own = value(`M${name}`)
    return own === 'X' ? value(name) : own
  }
  const exploitability = (of: (name: string) => string): number =>
    8.22 *
    weight(weights.AV, of('AV')) *
    weight(weights.AC, of('AC')) *
    weight(of('S') === 'C' ? weights.PR.C : weights.PR.U, of('PR')) *
    weight(weights.UI, of('UI'))
  const combined = (impact: number, of: (name: string) => string): number =>
    impact <= 0 ? 0 : roundUp(Math.min((of('S') === 'C' ? 1.08 : 1) * (impact + exploitability(of)), 10))
  const timely = weight(weights.E, value('E')) * weight(weights.RL, value('RL')) * weight(weights.RC, value('RC'))

  const untouched = (name: string): number => 1 - weight(weights.impact, value(name))
  const iss = 1 - untouched('C') * untouched('I') * untouched('A')
  const base = combined(value('S') === 'C' ? 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15 : 6.42 * iss, value)

  const required = (name: string): number =>
    1 - weight(weights.requirement, value(`${name}R`)) * weight(weights.impact, modified(name))
  const environmental = (): number => {
    const miss = Math.min(1 - required('C') * required('I') * required('A'), 0.915)
    // The one formula that v3.1 changed: in v3.0 a lower requirement could raise the score.
    const changed = cvss.version === '3.0' ? (miss - 0.02) ** 15 : (miss * 0.9731 - 0.02) ** 13
    const impact = modified('S') === 'C' ? 7.52 * (miss - 0.029) - 3.25 * changed : 6.42 * miss
    return roundUp(combined(impact, modified) * timely)
  }
  return {
    base,
    temporal: hasGroup(cvss, 'temporal') ? roundUp(base * timely) : null,
    environmental: hasGroup(cvss, 'environmental') ? environmental() : null,
  }
}

function weight(table: Readonly<Record<string, number>>, value: string): number {
  const found = table[value]
  if (found === undefined) throw new Error(`no weight for "${value}": the vector was not parsed`)
  return found
}

/**
 * v3.1, appendix A: in integers, so that 4.000000000000001 stays 4.0. v3.0 asks for the same without saying how; of no possible score of
 * either version does rounding to five places first change what comes out (`v3-rounding.test.ts` goes through all of them).
 */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}
