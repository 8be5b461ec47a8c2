import { styleText } from 'node:util'
import { closingLine, isMachineToBlame, type Outcome, total } from './outcome.ts'
import type { Part } from './parts.ts'

interface Done {
  readonly part: Part
  readonly outcome: Outcome
  readonly seconds: number
}

/**
 * Runs parts one after another (they share two cores) but for those that run beside another, prints what each came to, what was skipped and why, and as its
 * last line `N passed, N failed, N skipped`.
 * @returns exit code: 0 only when something passed and nothing failed
 */
export async function runParts(
  parts: readonly Part[],
  filters: readonly string[],
  everything: boolean,
): Promise<number> {
  const done: Done[] = []
  const begun = performance.now()
  for (const group of groupsOf(parts)) {
    for (const part of group) console.log(`\n${styleText('bold', `── ${part.name}`)}: ${part.about}`)
    done.push(...(await Promise.all(group.map((part, i) => timed(part, filters, i < group.length - 1)))))
  }
  const seconds = (performance.now() - begun) / 1000
  printTable(done, seconds, everything)
  printFailures(done)
  printSkips(done, everything)
  const totals = total(
    done.map(({ outcome }) => outcome),
    everything,
  )
  console.log(`\n${closingLine(totals)}`)
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1
}

/** Those that run at the same time, the one that shows what it prints last. */
export function groupsOf<P extends Pick<Part, 'name' | 'beside'>>(parts: readonly P[]): P[][] {
  const groups: P[][] = []
  let open: P[] = []
  for (const [i, part] of parts.entries()) {
    open.push(part)
    if (part.beside !== undefined && parts[i + 1]?.name === part.beside) continue
    groups.push(open)
    open = []
  }
  return groups
}

async function timed(part: Part, filters: readonly string[], held: boolean): Promise<Done> {
  const begun = performance.now()
  const outcome = await runPart(part, filters, held)
  return { part, outcome, seconds: (performance.now() - begun) / 1000 }
}

async function runPart(part: Part, filters: readonly string[], held: boolean): Promise<Outcome> {
  const needs = part.needs()
  if (needs.length === 0) return part.run(filters, held)
  for (const need of needs) console.log(`not run: ${need}`)
  const count = part.files().length
  return { passed: 0, failed: 0, skips: count === 0 ? [] : [{ what: part.name, reason: needs.join('; '), count }] }
}

function printTable(done: readonly Done[], all: number, everything: boolean): void {
  console.log(
    `\n${'part'.padEnd(12)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'seconds'.padStart(9)}`,
  )
  for (const { part, outcome, seconds } of done) {
    const sum = total([outcome], everything)
    const cells = [String(sum.passed).padStart(8), String(sum.failed).padStart(8), String(sum.skipped).padStart(9)]
    console.log(`${part.name.padEnd(12)}${cells.join('')}${seconds.toFixed(1).padStart(9)}`)
  }
  console.log(`${'total'.padEnd(37)}${all.toFixed(1).padStart(9)}`)
}

function printFailures(done: readonly Done[]): void {
  const failures = done.flatMap(({ part, outcome }) => (outcome.failures ?? []).map(line => `${part.name}: ${line}`))
  if (failures.length > 0) console.log(['\nFailed:', ...failures.map(line => `  ${line}`)].join('\n'))
}

function printSkips(done: readonly Done[], everything: boolean): void {
  const skips = done.flatMap(({ outcome }) => outcome.skips)
  if (skips.length === 0) return
  console.log('\nNot run here:')
  for (const skip of skips) {
    const verdict = everything && isMachineToBlame(skip) ? ' (counted as failed: PATCHYARD_TEST_ALL=1)' : ''
    const files = skip.count > 1 ? ` (${skip.count} files)` : ''
    console.log(`  ${skip.what}${files}: ${skip.reason ?? 'no reason given'}${verdict}`)
  }
}
