import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

interface Row {
  readonly id: string
  readonly file: string
  readonly test: string
}
const rows = JSON.parse(await readFile(new URL('../hostile/s11.json', import.meta.url), 'utf8')) as readonly Row[]

it.each(rows)('$id of the catalogue of bad inputs has its test in $file', async ({ file, test }) => {
  expect(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(test)
})
