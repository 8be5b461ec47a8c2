import { lineOf } from '../../fields/plain-text.ts'
import type { TreeProduct } from './product-tree.ts'

/** What a product of a vendor is among our distributions. */
export interface Platform {
  readonly distro: string
  readonly release: string
  /** Who pays gets it: rhel_eus, LTSS; '' for everybody. */
  readonly pocket: string
  /** As the source names it: its CPE, else its name. */
  readonly product: string
}

/** null for what is no system with packages. */
export function platformOf({ name, cpe }: TreeProduct): Platform | null {
  const product = lineOf(cpe === '' ? name : cpe, 200)
  const plain = lineOf(name, 200)
  const azure = /^(?:Azure Linux|CBL Mariner) ([0-9]\.[0-9])$/.exec(plain)?.[1]
  if (azure !== undefined)
    return { distro: plain.startsWith('CBL') ? 'mariner' : 'azurelinux', release: azure, pocket: '', product }
  if (/^(?:open)?SUSE /i.test(plain)) return suse(plain, product)
  const parts = /^cpe:(?:\/|2\.3:)[oa]:redhat:([^:]+):([^:]+)(?::([^:]*))?(?::([^:]*))?/.exec(cpe.slice(0, 300))
  return parts === null ? null : redHat(parts, product)
}

/** `enterprise_linux:9::baseos`, `rhel_eus:8.8::baseos`, `openstack:17.1::el9`: of what is sold beside it the edition names the system. */
function redHat(parts: readonly (string | undefined)[], product: string): Platform | null {
  const [, name = '', version = '', , edition = ''] = parts
  const rhel = (release: string, pocket: string): Platform | null =>
    /^[0-9]{1,2}(?:\.[0-9]{1,2})?$/.test(release) ? { distro: 'rhel', release, pocket, product } : null
  if (name === 'enterprise_linux') return rhel(version, '')
  if (name.startsWith('rhel_') && /^[0-9]+\.[0-9]+$/.test(version)) return rhel(version, lineOf(name, 40))
  return rhel(/^el([0-9]+)$/.exec(edition)?.[1] ?? '', lineOf(`${name}:${version}`, 40))
}

/** "SUSE Linux Enterprise Server 12 SP5-LTSS": os-release's VERSION_ID of it is 12.5. Modules belong to the server. */
function suse(name: string, product: string): Platform | null {
  if (/^openSUSE Tumbleweed$/i.test(name))
    return { distro: 'opensuse-tumbleweed', release: 'tumbleweed', pocket: '', product }
  const leap = /^openSUSE Leap ([0-9]+\.[0-9]+)$/i.exec(name)?.[1]
  if (leap !== undefined) return { distro: 'opensuse-leap', release: leap, pocket: '', product }
  const match = /^SUSE Linux Enterprise (.*?) ?([0-9]{2})(?:[ .]?SP([0-9]))?(?:-([A-Z-]{1,20}))?$/.exec(name)
  if (match === null) return null
  const [, edition = '', major = '', pack, support = ''] = match
  return {
    distro: edition.startsWith('Desktop') ? 'sled' : 'sles',
    release: pack === undefined ? major : `${major}.${pack}`,
    pocket: support,
    product,
  }
}
