import { isSecurityRepository } from './is-security-repository.ts'

/** What a Release file says of every package of its repository. */
export interface RepositoryIdentity {
  /** As apt's `Inst` lines and `apt-cache policy` write it (pkgVerIterator::RelStr): "Debian-Security:12/oldstable-security". */
  readonly origin: string
  readonly isSecurity: boolean
  /** apt_preferences(5): what versions of it are worth where the host has no preferences of its own. */
  readonly pin: 500 | 100 | 1
}

/** `field` gives a field by its lower-case name, '' where it is absent. */
export function repositoryIdentity(field: (name: string) => string): RepositoryIdentity {
  const codename = field('codename')
  const suite = field('suite') || codename
  const label = field('label')
  const version = field('version')
  return {
    origin: `${label === '' ? '' : `${label}:`}${version === '' ? '' : `${version}/`}${suite}`,
    isSecurity: isSecurityRepository({ label, suite, codename }),
    pin: !isYes(field('notautomatic')) ? 500 : isYes(field('butautomaticupgrades')) ? 100 : 1,
  }
}

// apt's StringToBool.
const isYes = (text: string): boolean => /^(?:yes|true|with|on|enable|1)$/i.test(text)
