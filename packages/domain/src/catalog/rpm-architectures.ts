const older = ['i686', 'i586', 'i486', 'i386']

/** What else runs on a machine (rpm's arch_compat), of those that distributions still build. */
const alsoRuns: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['x86_64_v2', 'amd64', 'ia32e', 'athlon', ...older],
  i686: older,
  ppc64: ['ppc'],
  s390x: ['s390'],
  aarch64: [],
}

export const runsOn = (arch: string, machine: string): boolean =>
  arch === machine || arch === 'noarch' || (alsoRuns[machine]?.includes(arch) ?? false)

/** The package that a kernel's own image comes with: `kernel-core` where there is one. */
const IMAGE = /^kernel(?:-(?:core|PAE|default|uek|uek-core|rt|rt-core|64k-core|lt|ml|lt-core|ml-core))?$/

export const isKernelPackage = (name: string): boolean => /^kernel(?:-|$)/.test(name)

export interface WaitingKernel {
  readonly name: string
  readonly arch: string
  /** What runs, as `uname -r` says it. */
  readonly running: string
  /** The newest that is installed. */
  readonly installed: string
}

/**
 * Kernels that are installed and do not run: of the package that the running one came from, where that is still installed. `order` compares
 * versions.
 */
export function waitingKernels(
  installed: readonly { readonly name: string; readonly arch: string; readonly version: string }[],
  running: string,
  order: (a: string, b: string) => number,
): WaitingKernel[] {
  const images = installed.filter(one => IMAGE.test(one.name))
  const own = images.filter(one => `${one.version.replace(/^[0-9]+:/, '')}.${one.arch}` === running)
  const [current] = own.sort((a, b) => b.name.length - a.name.length)
  if (current === undefined) return []
  const newest = images
    .filter(one => one.name === current.name && one.arch === current.arch)
    .reduce((a, b) => (order(b.version, a.version) > 0 ? b : a))
  return newest.version === current.version
    ? []
    : [{ name: newest.name, arch: newest.arch, running, installed: newest.version }]
}
