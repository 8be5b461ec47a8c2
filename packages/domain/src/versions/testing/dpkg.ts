import type { VersionOrder } from '../version-scheme.ts'
import { linesOf } from './program.ts'

// One process of dpkg a question, 1–2 ms each. The versions are arguments of a shell that only passes them on, so that no
// character in them means anything; what dpkg refuses (status 2) is printed as "refused".
const compareScript = `
while [ $# -gt 1 ]; do
  dpkg --compare-versions "$1" lt "$2"
  case $? in
    0) echo -1 ;;
    1) if dpkg --compare-versions "$1" eq "$2"; then echo 0; else echo 1; fi ;;
    *) echo refused ;;
  esac
  shift 2
done`

const validateScript = `
while [ $# -gt 0 ]; do
  if dpkg --validate-version "$1"; then echo valid; else echo refused; fi
  shift
done`

/** What dpkg says about pairs. A version that begins with a hyphen would be an option and cannot be asked about. */
export function dpkgOrders(pairs: readonly (readonly [string, string])[]): (VersionOrder | 'refused')[] {
  return inBatches(pairs, 500).flatMap(batch =>
    ask(compareScript, batch.flat()).map(line => (line === 'refused' ? 'refused' : (Number(line) as VersionOrder))),
  )
}

/** Whether dpkg takes each version without an error or a warning. */
export function dpkgAccepts(versions: readonly string[]): boolean[] {
  return inBatches(versions, 1000).flatMap(batch => ask(validateScript, batch).map(line => line === 'valid'))
}

export const canBeAskedOfDpkg = (version: string): boolean => !version.startsWith('-') && !version.includes('\0')

function ask(script: string, versions: readonly string[]): string[] {
  return linesOf('sh', ['-c', `exec 2>/dev/null\n${script}`, 'sh', ...versions])
}

function inBatches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}
