/** `deb:…` keys compare as dpkg does; `rpm:…` and `suse:…` as rpm. */
export function schemeOf(patchKey: string): 'deb' | 'rpm' | 'apk' {
  if (patchKey.startsWith('deb:')) return 'deb'
  return patchKey.startsWith('apk:') ? 'apk' : 'rpm'
}
