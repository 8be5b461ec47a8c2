import { versionSchemes } from '@patchyard/domain'
import type { Disk } from '../../../core/ports/disk.ts'
import type { InstalledPackage } from '../../../core/ports/scan-result.ts'
import type { RebootReason } from '../../../core/ports/system-facts.ts'
import { readFact } from './read-files.ts'

export interface Kernels {
  readonly running: string
  /** Release of the newest kernel in /boot; null where there is none (containers). */
  readonly newest: string | null
  readonly reason: RebootReason | null
}

/** `vmlinuz-6.1.0-39-amd64`, `vmlinux-…` on ppc64, `Image-…` on aarch64 SUSE; never the rescue image. */
const IMAGE = /^(?:vmlinuz|vmlinux|Image)-(\d\S*)$/

export async function readKernels(disk: Disk, packages: readonly InstalledPackage[]): Promise<Kernels> {
  const running = (await readFact(disk, '/proc/sys/kernel/osrelease')) ?? ''
  const entries = await disk.list('/boot').catch(() => [])
  const installed = entries
    .flatMap(entry => IMAGE.exec(entry.name)?.[1] ?? [])
    .filter(release => !/rescue/.test(release))
  // A cloud or debug kernel beside the running one is no newer one; without any of the running kind, all count.
  const alike = installed.filter(release => flavourOf(release) === flavourOf(running))
  const newest = (alike.length > 0 ? alike : installed).reduce<string | null>(
    (best, one) => (best === null || isAbove(one, best) ? one : best),
    null,
  )
  return { running, newest, reason: await reasonOf(disk, running, newest, packages) }
}

/** `cloud-amd64`, `generic`, `default`; "" on systems that build one kind, `+debug` for their others. */
export function flavourOf(release: string): string {
  return /-([a-z].*)$/i.exec(release)?.[1] ?? /\+[a-z]+$/i.exec(release)?.[0] ?? ''
}

/** Release names order like rpm versions on every distribution: numbers as numbers, letters as letters. */
function isAbove(a: string, b: string): boolean {
  return versionSchemes['rpm-bare'].compare(a, b) > 0
}

async function reasonOf(
  disk: Disk,
  running: string,
  newest: string | null,
  packages: readonly InstalledPackage[],
): Promise<RebootReason | null> {
  if (newest === null || running === '') return null
  if (isAbove(newest, running)) {
    return { kind: 'kernel', detail: `kernel ${newest} is installed, ${running} is running`, packages: [] }
  }
  // Debian keeps the release name while the ABI stays the same; the running build says its package version in /proc/version.
  const build = /\bDebian (\S+)(?: \(|$)/.exec((await readFact(disk, '/proc/version')) ?? '')?.[1]
  const image = packages.find(
    one => one.name === `linux-image-${running}` || one.name === `linux-image-${running}-unsigned`,
  )
  if (build === undefined || image === undefined || versionSchemes.deb.compare(image.version, build) <= 0) return null
  return {
    kind: 'kernel',
    detail: `build ${image.version} of kernel ${running} is installed, ${build} is running`,
    packages: [image.name],
  }
}
