// npm test [-- PART … [FILTER …]]: the parts named, or all; FILTER is part of a test file's path.
import { parts } from './parts.ts'
import { runParts } from './run-parts.ts'

const words = process.argv.slice(2)
const wanted = parts.filter(part => words.includes(part.name))
const filters = words.filter(word => !parts.some(part => part.name === word))
if (filters.length > 0 && wanted.length === 0) {
  console.error(`"${filters[0]}" is not a part of the tests; parts are ${parts.map(part => part.name).join(', ')}`)
  process.exit(2)
}
const everything = process.env.PATCHYARD_TEST_ALL === '1'
process.exitCode = await runParts(wanted.length > 0 ? wanted : parts, filters, everything)
