import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buildApplicationIndex } from './application-index.ts'
import { matchApplication } from './match-application.ts'
import { fixtureCatalog, listedNames } from './testing/fixture-catalog.ts'

const index = buildApplicationIndex(fixtureCatalog())
const answers = listedNames().map(({ expected, isToConfirm, installed }) => {
  const match = matchApplication(installed, index)
  const found = match.track?.name ?? null
  const isLow = match.track !== null && match.confidence === 'low'
  return { expected, isToConfirm, installed, found, isLow, why: match.track === null ? match.why : '' }
})
const told = (wrong: typeof answers) =>
  wrong.map(
    one => `${one.installed.name} | ${one.installed.version}: ${one.found ?? one.why}, not ${one.expected ?? 'none'}`,
  )

describe('of the hand-checked table of names', () => {
  it('at least 200 are asked, a third of them false friends', () => {
    expect(answers.length).toBeGreaterThanOrEqual(200)
    expect(answers.filter(one => one.expected === null).length).toBeGreaterThanOrEqual(70)
  })

  it('none is taken for another product', () => {
    expect(told(answers.filter(one => one.found !== null && one.found !== one.expected))).toEqual([])
  })

  it('a name without a publisher is only proposed', () => {
    expect(told(answers.filter(one => one.found !== null && one.isLow !== one.isToConfirm))).toEqual([])
  })

  it('these alone are not found', () => {
    expect(told(answers.filter(one => one.found === null && one.expected !== null))).toEqual([
      'FileZilla Client 3.48.1 | 3.48.1: unknown, not winget:TimKosse.FileZilla.Client',
      'FileZilla Server 1.8.0 | 1.8.0: publisher, not winget:TimKosse.FileZilla.Server',
      'IntelliJ IDEA 2023.3.2 | 233.13135.103: unknown, not winget:JetBrains.IntelliJIDEA.Ultimate',
    ])
  })

  it('the figures are those of docs/detection.md', () => {
    const right = answers.filter(one => one.found !== null && one.found === one.expected).length
    const given = answers.filter(one => one.found !== null).length
    const wanted = answers.filter(one => one.expected !== null).length
    const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`
    const page = readFileSync(new URL('../../../../../docs/detection.md', import.meta.url), 'utf8')
    expect(page).toContain(`| names asked | ${answers.length} |`)
    expect(page).toContain(`| precision | ${right} of ${given}, ${percent(right, given)} |`)
    expect(page).toContain(`| recall | ${right} of ${wanted}, ${percent(right, wanted)} |`)
  })
})
