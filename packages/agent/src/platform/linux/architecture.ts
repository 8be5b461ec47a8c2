/**
 * One name an architecture across package managers, as `uname -m` has it. Debian's list is dpkg's `cputable`; rpm's machine-independent
 * packages are `noarch`, Debian's `all`. What is not listed stays as the tool says it.
 */
const COMMON: ReadonlyMap<string, string> = new Map([
  ['amd64', 'x86_64'],
  ['arm64', 'aarch64'],
  ['armhf', 'armv7l'],
  ['armel', 'armv5tel'],
  ['i386', 'i686'],
  ['ppc64el', 'ppc64le'],
  ['noarch', 'all'],
])

/** Null for a tool's "none" (`(none)` of rpm's gpg-pubkey, an empty field). */
export function commonArchitecture(raw: string | null): string | null {
  if (raw === null || raw === '' || raw === '(none)') return null
  return COMMON.get(raw) ?? raw
}
