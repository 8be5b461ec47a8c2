import { compareVersionKeys } from '../versions/compare-keys.ts'

/** What is known of a machine on which an older kernel runs than the newest that is installed. */
export interface OlderKernel {
  /** Source package that the running kernel was built from: "linux-signed-amd64". */
  readonly source: string
  /** Of the package that the running kernel's name belongs to. */
  readonly sourceVersionKey: Uint8Array
  /** Its package was replaced under the same name, so that what runs is older than what is installed of it; how much older is not known. */
  readonly isReplaced: boolean
}

/**
 * Whether an installed kernel update is on the disk alone: the kernel that runs is older than it, so its holes are still open until the
 * machine starts anew. Claims nothing that cannot be known: of a package that was replaced under its name, only its last version is surely
 * not what runs.
 */
export function isOnDiskAlone(
  patch: { readonly source: string; readonly versionKey: Uint8Array },
  { source, sourceVersionKey, isReplaced }: OlderKernel,
): boolean {
  if (patch.source !== source) return false
  const order = compareVersionKeys(patch.versionKey, sourceVersionKey)
  return isReplaced ? order >= 0 : order > 0
}
