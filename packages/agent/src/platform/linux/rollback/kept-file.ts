import type { PlannedPackage } from '../../../core/ports/package-manager.ts'
import type { KeepStore } from './keep-store.ts'

/** A whole kept package of exactly the version to go back to, whichever point it was kept for. */
export async function keptFile(
  keep: KeepStore | null,
  ending: 'deb' | 'rpm',
  wanted: PlannedPackage,
): Promise<string | null> {
  for (const point of (await keep?.points()) ?? []) {
    for (const { name, arch, earlier, file } of point.changes) {
      if (file === null || name !== wanted.name || arch !== wanted.arch || earlier !== wanted.to) continue
      const path = (await keep?.fileOf(file.sha256, ending)) ?? null
      if (path !== null) return path
    }
  }
  return null
}
