import { check, complete, parser, print } from '@patchyard/query'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'

const RUNS = 5000
const WARM_UP = 1000

// 200 characters with a nested group, a range, a list, words in quotes and a comparison.
const typical =
  'operatingSystem:"Red Hat" and missingPatchCount>0 and not tags.name:[frozen, lab] and software:(name:`nginx` and version<1.24) and vulnerabilities:(kev:true and epss>0.5) and lastCheckIn:[now-7d .. now]'

/** As large as is allowed, and understood. */
const largest = Array<string>(1000).fill('name:a*').join(' or ')

export const bench: Bench = {
  about: 'The query language without a database: parse, check, print and complete, one thread.',
  data: `a query of ${typical.length} characters, and one of 1,000 terms (${largest.length.toLocaleString('en')} characters); ${RUNS} runs after ${WARM_UP}, the largest 200 after 20.`,
  run: () => Promise.resolve(figures()),
}

function figures(): Figure[] {
  const entity = 'asset'
  const { tree, errors } = check(typical, { entity })
  if (tree === null || check(largest, { entity }).tree === null)
    throw new Error(`not understood: ${errors[0]?.message ?? ''}`)
  const measured: readonly (readonly [string, () => unknown, number, number?])[] = [
    ['parse', () => parser.parse(typical), RUNS],
    ['parse and check', () => check(typical, { entity }), RUNS, 0.2],
    ['print', () => print(tree), RUNS],
    ['complete at the end', () => complete(typical, typical.length, { entity }), RUNS],
    ['parse and check 1,000 terms', () => check(largest, { entity }), 200, 50],
  ]
  return measured.flatMap(([name, work, runs, atMost]) => {
    const times = timesOf(work, runs)
    return [
      { name: `${name}, p50`, value: quantile(times, 0.5), unit: 'ms', ...(atMost === undefined ? {} : { atMost }) },
      { name: `${name}, p99`, value: quantile(times, 0.99), unit: 'ms' },
    ]
  })
}

function timesOf(work: () => unknown, runs: number): number[] {
  const warmUp = Math.min(WARM_UP, Math.ceil(runs / 10))
  const times: number[] = []
  for (let run = 0; run < warmUp + runs; run++) {
    const begun = performance.now()
    work()
    if (run >= warmUp) times.push(performance.now() - begun)
  }
  return times
}
