import type { DebPackage } from '../packages/deb.ts'

// Packages of our own on every Debian host: what is missing must not depend on what Debian published this week.
// The grove- prefix keeps clear of Debian's names (it has a larch). One row a source package; each shows something that versions and sources do in the real archive.

/** `from` is installed; the other suite offers `to`. */
interface OwnSource {
  readonly source: string
  readonly from: string
  readonly to: string
  readonly suite: 'security' | 'updates' | 'both'
  /** Binary packages; default one named like the source. */
  readonly binaries?: readonly string[]
  readonly architecture?: string
  /** Versions of the binaries where they differ from the source's (rebuilds). */
  readonly binaryFrom?: string
  readonly binaryTo?: string
}

export const ownSources: readonly OwnSource[] = [
  {
    source: 'grove-alder',
    from: '1.0-1',
    to: '1.0-1+deb12u1',
    suite: 'security',
    binaries: ['grove-alder', 'grove-alder-common', 'libgrove-alder1'],
  },
  { source: 'grove-aspen', from: '2:1.4.2-3', to: '2:1.4.2-3+deb12u2', suite: 'security', architecture: 'amd64' },
  { source: 'grove-beech', from: '3.0~rc2-1', to: '3.0-1', suite: 'updates' },
  // Rebuilt without a change of the source: the source's version is not the binary's.
  {
    source: 'grove-birch',
    from: '1.4-2',
    to: '1.4-2+deb12u1',
    binaryFrom: '1.4-2+b1',
    suite: 'security',
    architecture: 'amd64',
  },
  // Signed packages carry a source of another name and version.
  {
    source: 'grove-cedar-source',
    from: '6.1.1-1',
    to: '6.1.9-1',
    suite: 'security',
    binaries: ['grove-cedar', 'grove-cedar-tools'],
  },
  { source: 'grove-elder', from: '20260101', to: '20260701', suite: 'updates' },
  { source: 'grove-hazel', from: '0.9', to: '0.10', suite: 'security' },
  { source: 'grove-holly', from: '1.0+dfsg-4', to: '1.0+dfsg-4+deb12u1', suite: 'security' },
  {
    source: 'grove-juniper',
    from: '5.36.0-7+deb12u1',
    to: '5.36.0-7+deb12u10',
    suite: 'security',
    architecture: 'amd64',
  },
  { source: 'grove-larch', from: '1.01a-1', to: '1.1b-1', suite: 'updates' },
  {
    source: 'grove-linden',
    from: '7-1',
    to: '7-1+deb12u1',
    suite: 'security',
    binaries: ['grove-linden', 'grove-linden-data'],
  },
  {
    source: 'grove-maple',
    from: '4.2.1-1',
    to: '4.2.2-1',
    suite: 'updates',
    binaries: ['grove-maple', 'grove-maple-extra'],
  },
  // The same version in two suites, as when a security update enters the next point release.
  { source: 'grove-olive', from: '2.0-1', to: '2.0-1+deb12u3', suite: 'both' },
  { source: 'grove-poplar', from: '1.2.3-1', to: '1.2.3-1+deb12u1', suite: 'security' },
  { source: 'grove-rowan', from: '10.0-1', to: '10.0-2', suite: 'updates' },
  { source: 'grove-spruce', from: '1.0-1~deb12u1', to: '1.0-1~deb12u2', suite: 'security' },
  { source: 'grove-willow', from: '1:0.1-1', to: '1:0.1-1.1', suite: 'security' },
  { source: 'grove-yew', from: '1.0git20260101-1', to: '1.0git20260601-1', suite: 'updates' },
]

type Side = 'from' | 'to'

function binariesOf(own: OwnSource, side: Side): DebPackage[] {
  const sourceVersion = own[side]
  const version = (side === 'from' ? own.binaryFrom : own.binaryTo) ?? sourceVersion
  return (own.binaries ?? [own.source]).map(name => ({
    name,
    version,
    architecture: own.architecture ?? 'all',
    ...(name === own.source && version === sourceVersion
      ? {}
      : { source: version === sourceVersion ? own.source : `${own.source} (${sourceVersion})` }),
  }))
}

/** The three pockets of our own archive. */
export function ownDebs(): { release: DebPackage[]; security: DebPackage[]; updates: DebPackage[] } {
  const offered = (suite: 'security' | 'updates'): DebPackage[] =>
    ownSources.filter(own => own.suite === suite || own.suite === 'both').flatMap(own => binariesOf(own, 'to'))
  return {
    release: ownSources.flatMap(own => binariesOf(own, 'from')),
    security: offered('security'),
    updates: offered('updates'),
  }
}
