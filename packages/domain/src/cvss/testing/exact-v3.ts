import type { Cvss } from '../parse-cvss.ts'

/** A decimal fraction without rounding: units / 10^places. */
interface Exact {
  readonly units: bigint
  readonly places: number
}

const exact = (text: string): Exact => ({
  units: BigInt(text.replace('.', '')),
  places: text.includes('.') ? text.length - text.indexOf('.') - 1 : 0,
})
const at = ({ units, places }: Exact, wanted: number): bigint => units * 10n ** BigInt(wanted - places)
const times = (...factors: Exact[]): Exact =>
  factors.reduce((a, b) => ({ units: a.units * b.units, places: a.places + b.places }))
const plus = (a: Exact, b: Exact): Exact => {
  const places = Math.max(a.places, b.places)
  return { units: at(a, places) + at(b, places), places }
}
const minus = (a: Exact, b: Exact): Exact => plus(a, { units: -b.units, places: b.places })
const least = (a: Exact, b: Exact): Exact => (minus(a, b).units < 0n ? a : b)
const power = (base: Exact, exponent: number): Exact => times(...Array.from({ length: exponent }, () => base))

const zero = exact('0')
const one = exact('1')
const ten = exact('10')

const up = (units: bigint, unit: bigint): bigint => (units + unit - 1n) / unit

/** Section 7 as it is written, in tenths: "smallest number, specified to 1 decimal place, that is equal to or higher than its input". */
function roundUp30({ units, places }: Exact): Exact {
  const unit = 10n ** BigInt(places)
  return { units: up(units * 10n, unit), places: 1 }
}

/** Appendix A of v3.1: to five places first. */
function roundUp31({ units, places }: Exact): Exact {
  const unit = 10n ** BigInt(places)
  const rounded = (units * 100_000n * 2n + unit) / (2n * unit)
  return { units: up(rounded, 10_000n), places: 1 }
}

const weights: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AV: { N: '0.85', A: '0.62', L: '0.55', P: '0.2' },
  AC: { L: '0.77', H: '0.44' },
  PRU: { N: '0.85', L: '0.62', H: '0.27' },
  PRC: { N: '0.85', L: '0.68', H: '0.5' },
  UI: { N: '0.85', R: '0.62' },
  CIA: { H: '0.56', L: '0.22', N: '0' },
  E: { X: '1', H: '1', F: '0.97', P: '0.94', U: '0.91' },
  RL: { X: '1', U: '1', W: '0.97', T: '0.96', O: '0.95' },
  RC: { X: '1', C: '1', R: '0.96', U: '0.92' },
  R: { X: '1', H: '1.5', M: '1', L: '0.5' },
}

/** The formulas of v3.0 and v3.1 in fractions: what floating point must come to. Temporal and environmental where every metric is asked. */
export function exactV3({ version, metrics }: Cvss): { base: number; temporal: number; environmental: number } {
  const round = version === '3.0' ? roundUp30 : roundUp31
  const plain = (name: string) => metrics.get(name) ?? 'X'
  const modified = (name: string) => (plain(`M${name}`) === 'X' ? plain(name) : plain(`M${name}`))
  const weight = (table: string, value: string) => exact(weights[table]?.[value] ?? 'none')
  const score = (of: (name: string) => string, impact: Exact): Exact => {
    if (impact.units <= 0n) return zero
    const exploitability = times(
      exact('8.22'),
      weight('AV', of('AV')),
      weight('AC', of('AC')),
      weight(`PR${of('S')}`, of('PR')),
      weight('UI', of('UI')),
    )
    const sum = plus(impact, exploitability)
    return round(least(of('S') === 'C' ? times(exact('1.08'), sum) : sum, ten))
  }
  const rest = (name: string) => minus(one, weight('CIA', plain(name)))
  const iss = minus(one, times(rest('C'), rest('I'), rest('A')))
  const base = score(
    plain,
    plain('S') === 'U'
      ? times(exact('6.42'), iss)
      : minus(
          times(exact('7.52'), minus(iss, exact('0.029'))),
          times(exact('3.25'), power(minus(iss, exact('0.02')), 15)),
        ),
  )
  const timely = times(weight('E', plain('E')), weight('RL', plain('RL')), weight('RC', plain('RC')))
  const part = (name: string) => minus(one, times(weight('R', plain(`${name}R`)), weight('CIA', modified(name))))
  const miss = least(minus(one, times(part('C'), part('I'), part('A'))), exact('0.915'))
  const last =
    version === '3.0'
      ? power(minus(miss, exact('0.02')), 15)
      : power(minus(times(miss, exact('0.9731')), exact('0.02')), 13)
  const modifiedImpact =
    modified('S') === 'U'
      ? times(exact('6.42'), miss)
      : minus(times(exact('7.52'), minus(miss, exact('0.029'))), times(exact('3.25'), last))
  const number = ({ units }: Exact) => Number(units) / 10
  return {
    base: number({ units: at(base, 1), places: 1 }),
    temporal: number(round(times(base, timely))),
    environmental: number(round(times(score(modified, modifiedImpact), timely))),
  }
}
