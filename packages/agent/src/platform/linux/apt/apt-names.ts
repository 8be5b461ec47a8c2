/**
 * What may reach an argument of apt or dpkg. apt reads `name-` as "remove", `name+` as "install", anything with `*`, `?`, `|`, `^` or an
 * unknown name with a dot as a pattern, `/` as a file or release, and does so behind `--` too; hence exact grammars, `name:arch=version`
 * always, and a look into dpkg's or apt's own data before.
 */

/** Debian policy §5.6.1: two characters at least. A name that ends with `-` would be allowed there, but nobody has one. */
const NAME = /^[a-z0-9][a-z0-9+.-]{0,198}[a-z0-9+.]$/
/** dpkg's architecture names and `all`. */
const ARCH = /^[a-z0-9][a-z0-9-]{0,31}$/
/** Debian policy §5.6.12. apt strips a last `-` or `+` from `name:arch=version` and takes it for a command; such versions are refused. */
const VERSION = /^(?:[0-9]{1,10}:)?[0-9A-Za-z][0-9A-Za-z.+~-]{0,199}$/

export function isPackageName(text: string): boolean {
  return NAME.test(text)
}

export function isArchitecture(text: string): boolean {
  return ARCH.test(text)
}

export function isPackageVersion(text: string): boolean {
  return VERSION.test(text) && !/[+-]$/.test(text)
}

/** What is at fault, for a person; null when all three may be used. */
export function nameProblem(item: {
  readonly name: string
  readonly arch: string
  readonly version: string
}): string | null {
  if (!isPackageName(item.name)) return 'the name is not a Debian package name'
  if (!isArchitecture(item.arch)) return 'the architecture is not one of dpkg'
  if (!isPackageVersion(item.version)) return 'the version is not a Debian version'
  return null
}

/** @throws RangeError for what `nameProblem` objects to: callers have asked before, this is the last door. */
export function aptArgument(item: { readonly name: string; readonly arch: string; readonly version: string }): string {
  const problem = nameProblem(item)
  if (problem !== null) throw new RangeError(problem)
  return `${item.name}:${item.arch}=${item.version}`
}
