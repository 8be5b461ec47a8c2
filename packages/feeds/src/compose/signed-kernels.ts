import type { SourceTrack } from './compose-track.ts'
import type { FactBody } from './fact.ts'

const architectures = ['amd64', 'arm64', 'i386']

/**
 * Debian signs its kernels in source packages of their own: `linux-signed-amd64` 6.1.140+1 is `linux` 6.1.140-1, and the tracker and the
 * DSAs name `linux` alone. What they say of it holds for the signed ones (debian/rules.gen of linux-signed-*: the last hyphen of the
 * version becomes a plus).
 */
export function signedKernelsOf({ distro, release, source }: SourceTrack): SourceTrack[] {
  const version = /^linux(-\d+\.\d+)?$/.exec(source)
  if (distro !== 'debian' || version === null) return []
  return architectures.map(arch => ({ distro, release, source: `linux-signed${version[1] ?? ''}-${arch}` }))
}

/** The source that a signed kernel was built from; null for every other source. */
export function unsignedKernelOf({ distro, release, source }: SourceTrack): SourceTrack | null {
  const signed = /^linux-signed(-\d+\.\d+)?-(?:amd64|arm64|i386)$/.exec(source)
  return distro !== 'debian' || signed === null ? null : { distro, release, source: `linux${signed[1] ?? ''}` }
}

/** What is said of the unsigned source, said of the signed one. What archives offer is its own. */
export function saidOfSigned(facts: readonly FactBody[], source: string): FactBody[] {
  return facts.flatMap((fact): FactBody[] => {
    if (fact.kind === 'fix') return [{ ...fact, package: source, fixedVersion: signedVersion(fact.fixedVersion) }]
    if (fact.kind !== 'fixedBy') return []
    const fixed = { ...fact.fix.package, name: source, version: signedVersion(fact.fix.package.version) }
    return [{ ...fact, fix: { ...fact.fix, package: fixed } }]
  })
}

/** 6.1.140-1 → 6.1.140+1; 6.12.9-1~bpo12+1 → 6.12.9+1~bpo12+1. */
const signedVersion = (version: string): string => {
  const hyphen = version.lastIndexOf('-')
  return hyphen < 0 ? version : `${version.slice(0, hyphen)}+${version.slice(hyphen + 1)}`
}
