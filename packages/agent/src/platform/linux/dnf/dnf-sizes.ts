import type { PlannedPackage } from '../../../core/ports/package-manager.ts'
import { withoutZeroEpoch } from '../rpm/nevra.ts'
import { limitsOf, QUERY, RPM } from '../rpm/rpm-database.ts'
import { nevraArgument } from '../rpm/rpm-names.ts'
import { type DnfTools, lookWithDnf } from './dnf-tools.ts'

/**
 * How much more these packages take once unpacked: dnf 4 says it only for some tables. Null where the generation has no query or a size is
 * missing. @throws PackageManagerError, ProcessError
 */
export async function growthOf(tools: DnfTools, packages: readonly PlannedPackage[]): Promise<number | null> {
  if (tools.dialect.generation === 'yum3') return null
  const nevras = packages.map(({ name, arch, to }) => nevraArgument({ name, arch, version: to }))
  const format = '%{name}.%{arch} %{evr} %{installsize}\n'
  const after = parseSizes(await lookWithDnf(tools, ['-q', 'repoquery', '--qf', format, ...nevras], QUERY))
  const labels = packages.filter(one => one.from !== null).map(one => `${one.name}.${one.arch}`)
  const installed =
    labels.length === 0
      ? ''
      : (
          await tools.processes.run({
            program: RPM,
            args: ['-q', '--qf', '%{NAME}.%{ARCH} %{EPOCH}:%{VERSION}-%{RELEASE} %{SIZE}\\n', ...labels],
            ...limitsOf(QUERY),
          })
        ).stdout
  const before = parseSizes(installed)
  let bytes = 0
  for (const { name, arch, from, to } of packages) {
    const grown = after.get(`${name}.${arch} ${to}`)
    if (grown === undefined) return null
    bytes += grown - (from === null ? 0 : (before.get(`${name}.${arch} ${from}`) ?? 0))
  }
  return bytes
}

/** `name.arch evr bytes`, a package a line; lines of other form are none of ours. */
export function parseSizes(text: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, key = '', evr = '', size = ''] = /^(\S+) (\S+) (\d{1,15})$/.exec(line.trim()) ?? []
    if (key !== '') sizes.set(`${key} ${withoutZeroEpoch(evr)}`, Number(size))
  }
  return sizes
}
