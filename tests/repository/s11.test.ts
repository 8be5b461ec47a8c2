import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import rows from '../hostile/s11.json' with { type: 'json' }

it.each(rows)('$id of the catalogue of bad inputs has its test in $file', async ({ file, test }) => {
  expect(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(test)
})
