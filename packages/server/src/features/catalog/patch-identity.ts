export interface PatchIdentity {
  readonly distro: string
  /** One line of versions of one thing on one release: patches of a track supersede each other. */
  readonly track: string
  /** '' for advisories: their version order is that of their packages. */
  readonly version: string
  readonly scheme: 'deb' | 'rpm' | null
}

/**
 * Reads a patch key (decisions.md §1.1): `deb:<distro>/<release>/<source>@<version>`, `rpm:<distro>/<name>@<evr>`,
 * `rpm:<distro>/<advisory>`, `suse:<patch name>`. Advisories are a track of their own until the catalog knows their
 * products. An unknown form is kept as its own track; nothing is guessed.
 */
export function patchIdentity(key: string): PatchIdentity {
  const deb = /^deb:([^/@]+\/[^/@]+)\/([^@]+)@(.+)$/.exec(key)
  if (deb !== null) {
    const [, distro = '', source = '', version = ''] = deb
    return { distro, track: `deb:${distro}/${source}`, version, scheme: 'deb' }
  }
  const rpm = /^rpm:([^/@]+)\/([^@]+)@(.+)$/.exec(key)
  if (rpm !== null) {
    const [, distro = '', name = '', version = ''] = rpm
    return { distro, track: `rpm:${distro}/${name}`, version, scheme: 'rpm' }
  }
  const advisory = /^(?:rpm:([^/@]+)\/|suse:)(.+)$/.exec(key)
  return { distro: advisory?.[1] ?? (key.startsWith('suse:') ? 'suse' : ''), track: key, version: '', scheme: null }
}

/** Name of the source package or package whose versions a track is; null for advisories. */
export const productOfTrack = (track: string): string | null => /^(?:deb|rpm):.+\/([^/]+)$/.exec(track)?.[1] ?? null
