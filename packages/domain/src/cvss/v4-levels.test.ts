import { describe, expect, it } from 'vitest'
import { parseCvss, type Cvss } from './parse-cvss.ts'
import { v4Levels, v4MacroVector, v4Sets } from './score-v4.ts'
import { v4MacroScores } from './v4-macro-scores.ts'
import { v4Severity } from './v4-metrics.ts'

type Place = Readonly<Record<string, number>>

/** All values of some metrics, as places from the most severe on. */
function places(metrics: readonly (keyof typeof v4Severity)[]): Place[] {
  let all: Place[] = [{}]
  for (const metric of metrics)
    all = all.flatMap(one => Array.from(v4Severity[metric], (_, place) => ({ ...one, [metric]: place })))
  return all
}

const anything = parseCvss('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H')

/** The macro vector of a vector with these values, the others anything. */
const macroVector = (place: Place): string => {
  const metrics = new Map(anything.metrics)
  for (const [metric, at] of Object.entries(place)) {
    const value = v4Severity[metric as keyof typeof v4Severity][at] ?? ''
    metrics.set(metric.endsWith('R') && metric.length === 2 && metric !== 'PR' ? metric : `M${metric}`, value)
  }
  return v4MacroVector({ version: '4.0', metrics } satisfies Cvss)
}

const sum = (place: Place): number => Object.values(place).reduce((a, b) => a + b, 0)
const isHigher = (a: Place, b: Place): boolean =>
  sum(a) < sum(b) && Object.entries(a).every(([metric, at]) => at <= (b[metric] ?? 0))

const levelsOf: readonly (readonly [keyof typeof v4Sets, (macro: string) => string])[] = [
  ['EQ1', macro => macro[0] ?? ''],
  ['EQ2', macro => macro[1] ?? ''],
  ['EQ3EQ6', macro => (macro[2] ?? '') + (macro[5] ?? '')],
  ['EQ4', macro => macro[3] ?? ''],
]

describe.each(levelsOf)('the levels of %s, from the conditions of the standard', (name, levelOf) => {
  const byLevel = Map.groupBy(places(v4Sets[name]), place => levelOf(macroVector(place)))

  it('are those of the table', () => {
    expect([...byLevel.keys()].sort()).toEqual(Object.keys(v4Levels[name]).sort())
  })

  it.each([...byLevel])('%s: one distance leads from every highest severity vector', (level, members) => {
    const highest = members.filter(one => !members.some(other => isHigher(other, one)))
    const { highest: below, steps } = (v4Levels[name] as Readonly<Record<string, { highest: number; steps: number }>>)[
      level
    ] ?? { highest: -1, steps: -1 }
    expect(new Set(highest.map(sum))).toEqual(new Set([below]))
    expect(Math.max(...members.map(sum)) - below + 1).toBe(steps)
  })
})

describe('scores of macro vectors', () => {
  it('are 270', () => {
    expect(Object.keys(v4MacroScores).length).toBe(30)
    expect(Object.values(v4MacroScores).every(row => row.length === 9)).toBe(true)
    expect(new Set(Object.values(v4MacroScores).flat()).size).toBeGreaterThan(80)
  })

  it('never rise when one level falls', () => {
    const rising: string[] = []
    for (const [key, row] of Object.entries(v4MacroScores)) {
      for (const [at, score] of row.entries()) {
        const next = [at % 3 < 2 ? row[at + 1] : undefined, row[at + 3]]
        for (const [digit, most] of [2, 1, 2, 1].entries()) {
          const lower = Number(key[digit]) + 1
          if (lower <= most) next.push(v4MacroScores[key.slice(0, digit) + String(lower) + key.slice(digit + 1)]?.[at])
        }
        if (next.some(other => other !== undefined && other > score)) rising.push(`${key} ${at}`)
      }
    }
    expect(rising).toEqual([])
  })
})
