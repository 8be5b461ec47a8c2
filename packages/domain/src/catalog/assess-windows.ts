import { windowsBuild } from './windows-build.ts'

export interface WindowsPatch {
  readonly detection: {
    readonly kind: 'windowsBuild'
    /** As `windowsProductName` gives it. */
    readonly product: string
    /** "10.0.26100.4349": machines of the product with a lower build miss it. */
    readonly fixedBuild: string
  }
}

export interface InstalledWindows {
  readonly product: string
  /** With its revision: "10.0.26100.4349". */
  readonly build: string
}

/**
 * Updates of Windows 10 and later hold all earlier ones of their product, so that the build alone says which a machine has. Every later one
 * is missing; which of them replaces which is the catalog's matter. Nothing is said of a build that is none.
 */
export function assessWindows<P extends WindowsPatch>(
  installed: InstalledWindows,
  patches: Iterable<P>,
): { readonly missing: readonly P[]; readonly satisfied: readonly P[] } {
  const own = windowsBuild(installed.build)
  const missing: P[] = []
  const satisfied: P[] = []
  if (own === null) return { missing, satisfied }
  for (const patch of patches) {
    const fixed = windowsBuild(patch.detection.fixedBuild)
    if (fixed === null || patch.detection.product !== installed.product) continue
    const isLower = own.build === fixed.build ? own.revision < fixed.revision : own.build < fixed.build
    ;(isLower ? missing : satisfied).push(patch)
  }
  return { missing, satisfied }
}
