import { readFileSync } from 'node:fs'
import { compareVersionKeys, type VersionScheme, versionSchemeNames, versionSchemes } from '@patchyard/domain'
import type { Bench, Figure } from '../tools/bench/bench.ts'

const PAIRS = 100_000
const ROUNDS = 7

const tables: Record<VersionScheme, string> = {
  deb: 'deb.tsv',
  rpm: 'rpm.tsv',
  'rpm-bare': 'rpm.tsv',
  apk: 'apk-judged.tsv',
  winget: 'winget-judged.tsv',
}

export const bench: Bench = {
  about:
    'Version order of each scheme: comparing, making sortable keys, comparing those, and the hostile version 1.0~~~….',
  data: `${PAIRS} pairs for each scheme, drawn with seed 1 from the versions in packages/domain/src/versions/fixtures; best of ${ROUNDS} rounds.`,
  run: (): Promise<readonly Figure[]> => Promise.resolve(versionSchemeNames.flatMap(figuresOf)),
}

function figuresOf(scheme: VersionScheme): Figure[] {
  const { compare, key } = versionSchemes[scheme]
  const versions = versionsOf(tables[scheme])
  const pick = drawer(versions)
  const pairs = Array.from({ length: PAIRS }, () => [pick(), pick()] as const)
  const keyPairs = pairs.map(([a, b]) => [key(a), key(b)] as const)
  const tildes = `1.0${'~'.repeat(10_000)}`
  const perSecond = (work: () => number): number => (PAIRS * 1000) / bestMs(work)
  return [
    { name: `${scheme}: compares`, value: perSecond(() => total(pairs, ([a, b]) => compare(a, b))), unit: '/s' },
    { name: `${scheme}: keys`, value: perSecond(() => total(pairs, ([a]) => key(a).length)), unit: '/s' },
    {
      name: `${scheme}: key compares`,
      value: perSecond(() => total(keyPairs, ([a, b]) => compareVersionKeys(a, b))),
      unit: '/s',
    },
    {
      name: `${scheme}: mean version`,
      value: total(versions, version => version.length) / versions.length,
      unit: 'bytes',
    },
    {
      name: `${scheme}: mean key`,
      value: total(versions, version => key(version).length) / versions.length,
      unit: 'bytes',
    },
    {
      name: `${scheme}: compare with 10,000 tildes`,
      value: bestMs(() => compare(`${tildes}1`, `${tildes}2`)),
      unit: 'ms',
      atMost: 1,
    },
    { name: `${scheme}: key of 10,000 tildes`, value: bestMs(() => key(tildes).length), unit: 'ms', atMost: 1 },
  ]
}

function versionsOf(table: string): string[] {
  const rows = readFileSync(
    new URL(`../packages/domain/src/versions/fixtures/${table}`, import.meta.url),
    'utf8',
  ).trimEnd()
  return [
    ...new Set(
      rows
        .split('\n')
        .slice(1)
        .flatMap(row => row.split('\t').slice(0, 2)),
    ),
  ]
}

/** The same draws at each run (a linear congruential generator; its quality does not matter here). */
function drawer(versions: readonly string[]): () => string {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return versions[state % versions.length] as string
  }
}

const total = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0)

function bestMs(work: () => number): number {
  let [best, sum] = [Number.POSITIVE_INFINITY, 0]
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    sum += work()
    best = Math.min(best, performance.now() - start)
  }
  // Uses the results, so that the engine cannot leave the work out.
  if (Number.isNaN(sum)) throw new Error('a result was not a number')
  return best
}
