/**
 * What may reach an argument of dnf, yum, zypper or rpm. dnf takes globs, `@group`, `/paths` and capabilities with brackets, and any word that
 * begins with `-` is an option; hence exact grammars and always the whole `name-epoch:version-release.arch`.
 */

/** Fedora's naming rules, which every family keeps; capitals and underscores are in use. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,199}$/
const ARCH = /^[a-z][a-z0-9_]{1,31}$/
/** rpm-version(7): epoch, version and release; neither of the latter holds a dash. */
const EVR = /^(?:\d{1,10}:)?[A-Za-z0-9][A-Za-z0-9._+~^]{0,127}-[A-Za-z0-9._+~^]{1,127}$/

export function isRpmName(text: string): boolean {
  return NAME.test(text)
}

export function rpmNameProblem(item: {
  readonly name: string
  readonly arch: string
  readonly version: string
}): string | null {
  if (!isRpmName(item.name)) return 'the name is not an rpm name'
  if (!ARCH.test(item.arch)) return 'the architecture is not one of rpm'
  if (!EVR.test(item.version)) return 'the version is not [epoch:]version-release'
  return null
}

/** `openssl-1:3.2.1-2.fc40.x86_64`, the epoch always spelled out. @throws RangeError for what `rpmNameProblem` objects to */
export function nevraArgument(item: {
  readonly name: string
  readonly arch: string
  readonly version: string
}): string {
  const problem = rpmNameProblem(item)
  if (problem !== null) throw new RangeError(problem)
  const evr = item.version.includes(':') ? item.version : `0:${item.version}`
  return `${item.name}-${evr}.${item.arch}`
}
