const families: readonly (readonly [family: string, ids: readonly string[]])[] = [
  ['debian', ['debian', 'ubuntu', 'raspbian', 'linuxmint', 'kali']],
  ['redhat', ['rhel', 'fedora', 'centos', 'rocky', 'almalinux', 'ol', 'amzn']],
  ['suse', ['suse', 'sles', 'sled', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed']],
  ['alpine', ['alpine']],
]

/** `osFamily` from ID and ID_LIKE of os-release(5): the first word that is known; otherwise the ID itself. */
export function osFamilyOf(id: string, idLike: string): string {
  for (const word of [id, ...idLike.split(/\s+/)]) {
    const found = families.find(([, ids]) => ids.includes(word.toLowerCase()))
    if (found !== undefined) return found[0]
  }
  return id.toLowerCase()
}
