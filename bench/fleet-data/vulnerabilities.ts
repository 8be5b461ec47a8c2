import type { Row } from './copy-rows.ts'
import { Dice } from './dice.ts'
import { dayMs } from './sizes.ts'
import { computedColumns, textColumns } from './text-columns.ts'

export interface MadeCve {
  readonly cve: string
  readonly title: string
  readonly severity: string
  readonly cvss: number
  readonly epss: number
  readonly publishedMs: number
  readonly kevDueMs: number | null
  readonly ransomware: boolean
  readonly cwe: string
}

const kindsOfFlaw = [
  'Out-of-bounds write',
  'Use after free',
  'Remote code execution',
  'Privilege escalation',
  'Denial of service',
]
const weaknesses = ['CWE-787', 'CWE-416', 'CWE-94', 'CWE-269', 'CWE-400', 'CWE-79', 'CWE-22']

/** Facts of a CVE follow from its number alone. */
export function makeCve(cve: string, product: string, seed: number): MadeCve {
  const dice = new Dice(cve, seed)
  const cvss = Math.round(Math.min(10, 3 + 7 * dice.fraction() ** 0.8) * 10) / 10
  // Most are never exploited: the median of EPSS is below one in a thousand.
  const epss = Math.round(dice.fraction() ** 8 * 1e5) / 1e5
  const year = Number(cve.slice(4, 8))
  const publishedMs = Date.UTC(year, 0, 1) + dice.int(300) * dayMs
  const isKev = dice.chance(0.02)
  return {
    cve,
    title: `${dice.pick(kindsOfFlaw)} in ${product}`,
    severity: cvss >= 9 ? 'critical' : cvss >= 7 ? 'important' : cvss >= 4 ? 'moderate' : 'low',
    ...{ cvss, epss, publishedMs },
    kevDueMs: isKev ? publishedMs + 30 * dayMs : null,
    ransomware: isKev && dice.chance(0.25),
    cwe: dice.pick(weaknesses),
  }
}

/** Of the installation's catalog; `id` counts from 1. */
export function cveRow(made: MadeCve, id: number): Row {
  const dice = new Dice('cve row', id)
  return {
    id,
    subscription_id: 0,
    cve: made.cve,
    ...textColumns('title', made.title),
    severity: made.severity,
    cvss: made.cvss,
    ...textColumns(
      'cvss_vector',
      `CVSS:3.1/AV:${dice.pick(['N', 'A', 'L'])}/AC:L/PR:${dice.pick(['N', 'L', 'H'])}/UI:N/S:U/C:H/I:H/A:H`,
    ),
    epss: made.epss,
    epss_percentile: Math.round(dice.fraction() * 1e4) / 1e4,
    kev: made.kevDueMs !== null,
    kev_due_at: made.kevDueMs === null ? null : new Date(made.kevDueMs),
    ransomware: made.ransomware,
    published_at: new Date(made.publishedMs),
    modified_at: new Date(made.publishedMs + dice.int(100 * dayMs)),
    ssvc_exploitation: made.kevDueMs === null ? dice.pick(['none', 'poc']) : 'active',
    ssvc_automatable: dice.pick(['yes', 'no']),
    ssvc_technical_impact: dice.pick(['partial', 'total']),
  }
}

export const cweRow = (made: MadeCve, id: number): Row => ({
  cve_id: id,
  subscription_id: 0,
  cwe: made.cwe,
  ...computedColumns('cwe', made.cwe),
})
