import { expect, it } from 'vitest'
import { errorsIn } from './steps.ts'

it.each([
  ['Found 0 warnings and 12 errors.', /Found \d+ warnings? and (\d+) errors?/g, 12],
  ['Unused files (3)\nsrc/a.ts\nUnused exports (2)\nx src/b.ts', /^[A-Z][a-z ]+\((\d+)\)$/gm, 5],
  ['the tool fell over', /Found (\d+) errors?/g, 1],
])('what a failing tool printed counts: %j', (output, counts, errors) => {
  expect(errorsIn(output, counts)).toBe(errors)
})
