import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { disagreements } from './testing/disagreements.ts'
import type { VersionOrder, VersionScheme } from './version-scheme.ts'

const shipped = new URL('./fixtures/', import.meta.url)
const beside = new URL('../../../../../shared/data/versions/', import.meta.url)

it.for<[VersionScheme, string, string, URL, number]>([
  ['deb', 'as dpkg orders versions of Debian', 'deb.tsv', shipped, 92],
  ['rpm', 'as rpm orders versions of rpm distributions', 'rpm.tsv', shipped, 80],
  ['rpm-bare', "as rpm's own table has it", 'rpm_vercmp.tsv', beside, 14],
  ['apk', "as apk's own table has it", 'apk.tsv', beside, 52],
  ['apk', 'as apk-tools 3 orders our strings', 'apk-judged.tsv', shipped, 375],
  ['winget', "as winget's own tests have it", 'winget.tsv', shipped, 5],
  ['winget', 'as winget orders versions of its repository', 'winget-judged.tsv', shipped, 457],
])('%s versions are ordered %s (%s)', ([scheme, , name, folder, rows], { skip }) => {
  const file = new URL(name, folder)
  if (folder === beside && !existsSync(file)) skip(`absent: shared/data/versions/${name}, which cannot be shipped`)
  const table = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => line.split('\t') as [string, string, string])
  expect(table.length).toBeGreaterThanOrEqual(rows)
  const answers = table.map(([, , expected]) => Number(expected) as VersionOrder)
  expect(
    disagreements(
      scheme,
      table.map(([a, b]) => [a, b] as const),
      answers,
    ),
  ).toEqual([])
  expect(
    disagreements(
      scheme,
      table.map(([a, b]) => [b, a] as const),
      answers.map(answer => (0 - answer) as VersionOrder),
    ),
  ).toEqual([])
})
