/** Products of endoflife.date by the `ID` of os-release; where they differ from it. */
const products: ReadonlyMap<string, string> = new Map([
  ['debian', 'debian'],
  ['ubuntu', 'ubuntu'],
  ['rocky', 'rocky-linux'],
  ['almalinux', 'almalinux'],
  ['rhel', 'rhel'],
  ['centos', 'centos-stream'],
  ['ol', 'oracle-linux'],
  ['amzn', 'amazon-linux'],
  ['fedora', 'fedora'],
  ['opensuse-leap', 'opensuse'],
  ['sles', 'sles'],
])

/** Products whose releases have two numbers: "24.04", "15.6". Of the others a release is the first one. */
const twoNumbers = new Set(['ubuntu', 'opensuse', 'sles'])

export interface LifecycleName {
  readonly product: string
  /** '' where only the code name is known. */
  readonly release: string
  readonly codename: string
}

/**
 * How a feed of lifecycles calls the release of a system. `version` is os-release's VERSION_ID or, as in keys of patches, a code name or
 * the first number of it. null: a system that no feed looks after, or a rolling one.
 */
export function lifecycleName(osId: string, version: string): LifecycleName | null {
  const product = products.get(osId)
  if (product === undefined) return null
  if (/^[a-z]+$/.test(version)) return { product, release: '', codename: version }
  const [, first, second] = /^(\d{1,4})(?:\.(\d{1,4}))?/.exec(version) ?? []
  if (first === undefined) return null
  // CentOS 7 and its like were no Stream.
  if (product === 'centos-stream' && Number(first) < 8) return { product: 'centos', release: first, codename: '' }
  const release = twoNumbers.has(product) && second !== undefined ? `${first}.${second}` : first
  return { product, release, codename: '' }
}

/** Whether a lifecycle is of that release: by its name, or by the code name in its label ("12 (Bookworm)"). */
export function isLifecycleOf(
  lifecycle: { readonly product: string; readonly release: string; readonly label: string },
  name: LifecycleName,
): boolean {
  if (lifecycle.product !== name.product) return false
  if (name.codename === '') return lifecycle.release === name.release
  return lifecycle.label
    .toLowerCase()
    .split(/[^a-z]+/)
    .includes(name.codename)
}

/** All lifecycle products that a system may have. */
export const lifecycleProducts: readonly string[] = [...new Set([...products.values(), 'centos'])]
