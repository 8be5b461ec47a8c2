import type { FactBody } from './fact.ts'
import type { SourceTrack } from './compose-track.ts'

const architectures = ['amd64', 'arm64', 'i386']

/**
 * Debian signs its kernels in source packages of their own: `linux-signed-amd64` 6.1.140+1 is `linux` 6.1.140-1, and the tracker and the
 * DSAs name `linux` alone. What they say of it holds for the signed ones (debian/rules.gen of linux-signed-*: the last hyphen of the
 * version becomes a plus).
 */
export function signedTracks(
  track: SourceTrack,
  facts: readonly FactBody[],
): { track: SourceTrack; facts: FactBody[] }[] {
  if (track.distro !== 'debian' || !/^linux(?:-\d+\.\d+)?$/.test(track.source)) return []
  return architectures.map(arch => {
    const source = track.source.replace(/^linux/, 'linux-signed') + `-${arch}`
    const signed = facts.flatMap((fact): FactBody[] => {
      if (fact.kind === 'fix') return [{ ...fact, package: source, fixedVersion: signedVersion(fact.fixedVersion) }]
      if (fact.kind !== 'fixedBy') return []
      const { package: fixed } = fact.fix
      const renamed = { ...fixed, name: source, version: signedVersion(fixed.version) }
      return [{ ...fact, fix: { ...fact.fix, package: renamed } }]
    })
    return { track: { ...track, source }, facts: signed }
  })
}

/** 6.1.140-1 → 6.1.140+1; 6.12.9-1~bpo12+1 → 6.12.9+1~bpo12+1. */
const signedVersion = (version: string): string => {
  const hyphen = version.lastIndexOf('-')
  return hyphen < 0 ? version : `${version.slice(0, hyphen)}+${version.slice(hyphen + 1)}`
}
