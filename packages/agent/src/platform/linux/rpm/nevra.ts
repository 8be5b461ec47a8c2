/** Parts of an rpm file name or of what dnf prints: `name-[epoch:]version-release.arch`. */
export interface Nevra {
  readonly name: string
  /** `version-release`, with `epoch:` before it unless the epoch is zero. */
  readonly evr: string
  readonly arch: string
}

/** Null when it is none: names may hold `-` and `.`, versions and releases never hold `-` (rpm-spec(5)). */
export function parseNevra(text: string): Nevra | null {
  const dot = text.lastIndexOf('.')
  const release = text.lastIndexOf('-', dot)
  const version = text.lastIndexOf('-', release - 1)
  if (
    dot < 0 ||
    release < 0 ||
    version < 1 ||
    version === release - 1 ||
    release === dot - 1 ||
    dot === text.length - 1
  )
    return null
  return {
    name: text.slice(0, version),
    evr: withoutZeroEpoch(text.slice(version + 1, dot)),
    arch: text.slice(dot + 1),
  }
}

/** `0:1.2-3` and `(none):1.2-3` → `1.2-3`. */
export function withoutZeroEpoch(evr: string): string {
  return evr.replace(/^(?:0|\(none\)):/, '')
}

/** `name.arch` as dnf and yum print it; architectures never hold a dot. */
export function splitNameArch(text: string): { name: string; arch: string } | null {
  const dot = text.lastIndexOf('.')
  return dot < 1 || dot === text.length - 1 ? null : { name: text.slice(0, dot), arch: text.slice(dot + 1) }
}
