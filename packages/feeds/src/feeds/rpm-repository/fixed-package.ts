import { isOfModule } from '@patchyard/domain'
import { isArchitecture, isRpmName, isVersion } from '../../fields/package-names.ts'
import type { FixedPackage } from '../../records/patch-record.ts'

/** null when it is none. The zero epoch is left out, as agents do. `update` is the id of what names it. */
export function fixedPackage(
  one: {
    readonly name: string
    readonly epoch: string
    readonly version: string
    readonly release: string
    readonly arch: string
    readonly module: string
  },
  update: string,
): FixedPackage | null {
  const version = evrOf(one.epoch, one.version, one.release)
  if (version === null || !isRpmName(one.name) || !isArchitecture(one.arch)) return null
  const isNamed = one.module !== '' && one.module.length <= 100
  const module = isNamed ? one.module : isOfModule(version) ? `?${update}` : ''
  return { name: one.name, arch: one.arch, version, module, file: null }
}

/** `1:1.2-3`; neither version nor release may hold a hyphen (rpm-spec(5)). null when a part is missing or none. */
export function evrOf(epoch: string, version: string, release: string): string | null {
  if (version.includes('-') || release.includes('-') || release === '') return null
  const text = `${version}-${release}`
  if (!isVersion(text)) return null
  if (epoch === '' || epoch === '0' || epoch === 'None') return text
  return /^[0-9]{1,10}$/.test(epoch) ? `${epoch}:${text}` : null
}
