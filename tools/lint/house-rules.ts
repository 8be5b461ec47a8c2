import { checkSource, checkSqlFile } from './check-source.ts'
import { exceptions } from './exceptions.ts'
import { checkImports } from './import-graph.ts'
import { readManifests } from './manifests.ts'
import type { Violation } from './rule.ts'
import { rules } from './rules/all.ts'
import { readSources, readSqlFiles } from './source-files.ts'

/** Everything in the checkout that the house's own rules refuse, exceptions not yet taken off. */
export function allViolations(): Violation[] {
  const sources = readSources()
  return [
    ...sources.flatMap(source => checkSource(source, rules)),
    ...readSqlFiles().flatMap(({ path, text }) => checkSqlFile(path, text)),
    ...checkImports(sources, readManifests()),
  ]
}

export const isExcepted = ({ path, rule }: Violation): boolean =>
  exceptions.some(exception => exception.path === path && exception.rule === rule)

/** The violations as text, one reason for all of its places. */
export function describeViolations(violations: readonly Violation[]): string {
  const byReason = Map.groupBy(violations, ({ rule, reason }) => `${rule}: ${reason}`)
  return [...byReason]
    .map(([reason, places]) =>
      [reason, ...places.map(({ path, line, found }) => `  ${path}:${line}  ${found}`)].join('\n'),
    )
    .join('\n\n')
}
