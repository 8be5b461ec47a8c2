import type { FixRecord } from '../../records/fix-record.ts'
import { type Component, componentOf } from './component.ts'
import type { CsafVulnerability } from './csaf-schema.ts'
import { type Platform, platformOf } from './platform.ts'
import { resolve, type TreeProduct } from './product-tree.ts'

export interface Located {
  readonly platform: Platform
  readonly component: Component
  readonly module: string
}

/** Of each product id what it is; ids repeat under every CVE, and are worked out once. */
export function locator(products: ReadonlyMap<string, TreeProduct>): (id: string) => Located | null {
  const known = new Map<string, Located | null>()
  return id => {
    const before = known.get(id)
    if (before !== undefined) return before
    const resolved = resolve(id, products)
    const platform = resolved === null ? null : platformOf(resolved.platform)
    const component = resolved === null ? null : componentOf(resolved.component)
    const located =
      resolved === null || platform === null || component === null
        ? null
        : { platform, component, module: resolved.module }
    known.set(id, located)
    return located
  }
}

// In the order in which they count where architectures of one package differ: what has a fix, then what needs one.
const statuses = [
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  // SUSE's advisories name what to install so.
  ['recommended', 'fixed'],
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['under_investigation', 'undetermined'],
  ['known_not_affected', 'notAffected'],
] as const

/** What the document says of one CVE in each package of each product; architectures are joined. */
export function* mapFixes(
  vulnerability: CsafVulnerability,
  cve: string,
  locate: (id: string) => Located | null,
): Generator<FixRecord> {
  const unplanned = idsOf(vulnerability.remediations?.filter(one => one.category === 'no_fix_planned'))
  const notes = new Map<string, string>()
  for (const { label = '', product_ids: ids = [] } of vulnerability.flags ?? []) {
    if (/^[a-z_]{1,60}$/.test(label)) for (const id of ids) notes.set(id, label)
  }
  const given = new Set<string>()
  for (const [member, status] of statuses) {
    for (const id of vulnerability.product_status?.[member] ?? []) {
      const located = locate(id)
      if (located === null) continue
      const { platform, component } = located
      const { distro, release, product } = platform
      const fixedVersion = status === 'fixed' ? component.version : ''
      if (status === 'fixed' && fixedVersion === '') continue
      const subject = [distro, release, product, component.of, component.name].join('\n')
      // Fixed in two versions (two module streams) is two facts; of everything else one word is enough.
      const key = status === 'fixed' ? `${subject}\n${fixedVersion}` : subject
      if (given.has(key)) continue
      given.add(key)
      given.add(subject)
      yield {
        kind: 'fix',
        distro,
        release,
        product,
        of: component.of,
        package: component.name,
        scheme: 'rpm',
        cve,
        status: status === 'affected' && unplanned.has(id) ? 'noFixPlanned' : status,
        fixedVersion,
        note: notes.get(id) ?? '',
      }
    }
  }
}

const idsOf = (all: readonly { readonly product_ids?: readonly string[] }[] | undefined): Set<string> =>
  new Set(all?.flatMap(one => one.product_ids ?? []))
