import { baseLayer, chrootHost, type HostAccess, withoutDebianArchives } from '@patchyard/testkit/hosts'
import type { PlannedPackage, ScanResult, UpdatePackage } from '@patchyard/agent/testing'
import { driverBinds, lines, planned } from './package-manager-on-host.ts'

export const debian = () => baseLayer('debian12')

/** A Debian host with our own packages only: apt then reads 20 kB of lists. */
export async function smallDebian(): Promise<Awaited<ReturnType<typeof chrootHost>>> {
  const host = await chrootHost({ layer: await debian(), binds: driverBinds })
  await withoutDebianArchives(host)
  return host
}

/** What apt itself would upgrade, read with nothing but regular expressions of the tests' own: "name installed candidate". */
export async function aptSays(host: HostAccess): Promise<{ upgrades: string[]; security: string[] }> {
  const upgrades = lines(await host.sh('apt-get -s dist-upgrade')).filter(line => /^Inst \S+ \[/.test(line))
  const named = (line: string) => line.replace(/^Inst (\S+) \[(\S+)\] \((\S+) .*$/, '$1 $2 $3')
  return {
    upgrades: upgrades.map(named).sort(),
    security: upgrades
      .filter(line => line.includes('Debian-Security'))
      .map(named)
      .sort(),
  }
}

export function packagesOf(scan: ScanResult): UpdatePackage[] {
  return scan.patches.flatMap(patch => patch.packages)
}

export function short(update: UpdatePackage): string {
  return `${update.name} ${update.installed ?? ''} ${update.candidate}`
}

/** The patch of a source package as an item. */
export function itemOf(scan: ScanResult, source: string): { patch: string; packages: PlannedPackage[] } {
  const patch = scan.patches.find(one => one.key.includes(`/${source}@`))
  if (patch === undefined) throw new Error(`no patch of ${source}: ${scan.patches.map(one => one.key).join(' ')}`)
  return { patch: patch.key, packages: planned(patch) }
}

/** "name version status" of dpkg's database. */
export async function versionsOf(host: HostAccess, ...names: string[]): Promise<string[]> {
  const format = '${Package} ${Version} ${db:Status-Abbrev}\\n'
  const found = await host.sh('dpkg-query -W -f "$FORMAT" $NAMES || true', {
    env: { NAMES: names.join(' '), FORMAT: format },
  })
  return lines(found).map(line => line.trim())
}
