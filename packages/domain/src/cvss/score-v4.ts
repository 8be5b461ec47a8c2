import type { Cvss } from './parse-cvss.ts'
import { v4MacroScores } from './v4-macro-scores.ts'
import { v4Severity } from './v4-metrics.ts'

type Scored = keyof typeof v4Severity

/**
 * A set of metrics that is judged together. `highest`: places that its highest severity vectors are below the top, which is one number
 * although there are up to five of them (tables 24 to 30; a test derives both columns from the tables' conditions). `steps`: its depth
 * plus one, as in the reference calculator: the depth that the text divides by is 0 where a set has one vector alone.
 */
interface Level {
  readonly highest: number
  readonly steps: number
}

export const v4Levels = {
  EQ1: [level(0, 1), level(1, 4), level(3, 5)],
  EQ2: [level(0, 1), level(1, 2)],
  EQ3EQ6: { '00': level(0, 7), '01': level(3, 6), '10': level(1, 8), '11': level(3, 8), '21': level(3, 10) },
  EQ4: [level(0, 6), level(2, 5), level(5, 4)],
} as const

export const v4Sets = {
  EQ1: ['AV', 'PR', 'UI'],
  EQ2: ['AC', 'AT'],
  EQ3EQ6: ['VC', 'VI', 'VA', 'CR', 'IR', 'AR'],
  EQ4: ['SC', 'SI', 'SA'],
} as const

function level(highest: number, steps: number): Level {
  return { highest, steps }
}

/** What counts: the modified value before the base value, the worst where nothing is said (section 4). */
function effective({ metrics }: Cvss): (metric: Scored | 'E') => string {
  return metric => {
    const modified = metrics.get(`M${metric}`)
    if (modified !== undefined && modified !== 'X') return modified
    const value = metrics.get(metric)
    if (value !== undefined && value !== 'X') return value
    return metric === 'E' ? 'A' : 'H'
  }
}

/** The levels of EQ1 to EQ6 as digits: "000200". */
export function v4MacroVector(cvss: Cvss): string {
  const of = effective(cvss)
  const is = (metric: Scored, value: string): boolean => of(metric) === value
  const easy = Number(is('AV', 'N')) + Number(is('PR', 'N')) + Number(is('UI', 'N'))
  const eq1 = easy === 3 ? 0 : easy > 0 && !is('AV', 'P') ? 1 : 2
  const eq2 = is('AC', 'L') && is('AT', 'N') ? 0 : 1
  const high = is('VC', 'H') || is('VI', 'H') || is('VA', 'H')
  const eq3 = is('VC', 'H') && is('VI', 'H') ? 0 : high ? 1 : 2
  const beyond = is('SC', 'H') || is('SI', 'H') || is('SA', 'H')
  const eq4 = is('SI', 'S') || is('SA', 'S') ? 0 : beyond ? 1 : 2
  const eq5 = 'APU'.indexOf(of('E'))
  const wanted = (['C', 'I', 'A'] as const).some(part => is(`${part}R`, 'H') && is(`V${part}`, 'H'))
  return `${eq1}${eq2}${eq3}${eq4}${eq5}${wanted ? 0 : 1}`
}

// Every number of steps divides it: sums of proportions are whole numbers, and no score depends on how floating point rounds.
const WHOLE = 840

/** CVSS v4.0, section 8.2: the score of the macro vector, less the mean of how far the vector is on the way to the next lower ones. */
export function scoreV4(cvss: Cvss): number {
  const of = effective(cvss)
  if ((['VC', 'VI', 'VA', 'SC', 'SI', 'SA'] as const).every(metric => of(metric) === 'N')) return 0
  const levels = Array.from(v4MacroVector(cvss), Number)
  const [eq1 = 0, eq2 = 0, eq3 = 0, eq4 = 0, eq5 = 0, eq6 = 0] = levels
  const score = macroScore(eq1, eq2, eq3, eq4, eq5, eq6)
  if (score === undefined) throw new Error(`no score for "${levels.join('')}": the vector was not parsed`)

  let lower = 0
  let lost = 0
  const toward = (next: number | undefined, metrics: readonly Scored[], { highest, steps }: Level): void => {
    if (next === undefined) return
    lower++
    const distance = metrics.reduce((sum, metric) => sum + v4Severity[metric].indexOf(of(metric)), -highest)
    lost += (score - next) * distance * (WHOLE / steps)
  }
  toward(macroScore(eq1 + 1, eq2, eq3, eq4, eq5, eq6), v4Sets.EQ1, v4Levels.EQ1[eq1] ?? none)
  toward(macroScore(eq1, eq2 + 1, eq3, eq4, eq5, eq6), v4Sets.EQ2, v4Levels.EQ2[eq2] ?? none)
  const pair = `${eq3}${eq6}` as keyof typeof v4Levels.EQ3EQ6
  toward(nextOfPair(eq1, eq2, eq3, eq4, eq5, eq6), v4Sets.EQ3EQ6, v4Levels.EQ3EQ6[pair])
  toward(macroScore(eq1, eq2, eq3, eq4 + 1, eq5, eq6), v4Sets.EQ4, v4Levels.EQ4[eq4] ?? none)
  // Each level of EQ5 has one vector: nothing is lost, and the mean counts it.
  toward(macroScore(eq1, eq2, eq3, eq4, eq5 + 1, eq6), [], none)

  if (lower === 0) return score / 10
  const unit = WHOLE * lower
  // Half a tenth goes up.
  return Math.floor((2 * (score * unit - lost) + unit) / (2 * unit)) / 10
}

const none: Level = { highest: 0, steps: 1 }

function macroScore(eq1: number, eq2: number, eq3: number, eq4: number, eq5: number, eq6: number): number | undefined {
  return eq4 > 2 || eq5 > 2 ? undefined : v4MacroScores[`${eq1}${eq2}${eq3}${eq6}`]?.[eq4 * 3 + eq5]
}

/** EQ3 and EQ6 are one set of five levels: 00 leads to 01 and to 10, of which the higher counts; both lead to 11, and that to 21. */
function nextOfPair(eq1: number, eq2: number, eq3: number, eq4: number, eq5: number, eq6: number): number | undefined {
  const at = (three: number, six: number) => macroScore(eq1, eq2, three, eq4, eq5, six)
  if (eq6 === 1) return at(eq3 + 1, 1)
  if (eq3 === 1) return at(1, 1)
  return Math.max(at(0, 1) ?? 0, at(1, 0) ?? 0)
}
