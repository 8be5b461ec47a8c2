import { join } from 'node:path'
import { openBuildRoot } from '../build-root.ts'
import { outputOf } from '../command.ts'
import { findDebianMirror } from '../debian-mirror.ts'
import { startHolder } from '../holder.ts'
import type { Recipe } from '../layer.ts'

// What a small server has and an agent looks at, beyond minbase: an init, a bus, the network tools, trust in TLS.
const packages = ['systemd', 'systemd-sysv', 'dbus', 'iproute2', 'ca-certificates', 'procps', 'kmod']

/** Debian 12 as its last point release left it: nothing from the security or updates archives. */
export const minimal: Recipe = {
  name: 'debian12-minimal',
  sources: [new URL(import.meta.url)],
  async build(folder) {
    const mirror = findDebianMirror()
    if (!mirror) throw new Error('this machine has no apt sources of Debian 12 to bootstrap from')
    const root = join(folder, 'root')
    // debootstrap mounts /proc in the new root; in a holder that cannot outlive a crash.
    const holder = await startHolder({ network: 'machine', setUp: '' })
    try {
      const argv = [
        'debootstrap',
        '--variant=minbase',
        `--include=${packages.join(',')}`,
        'bookworm',
        root,
        mirror.release,
      ]
      await outputOf(holder.enter(...argv), { timeoutMs: 900_000 })
    } finally {
      await holder.release()
    }
    const build = await openBuildRoot(folder, undefined)
    try {
      await build.sh(`
        # Timers that take the dpkg lock or go to the network whenever they like would make tests depend on the hour.
        rm -f /etc/systemd/system/timers.target.wants/*.timer
        systemctl disable --quiet e2scrub_reap.service
        # A copy of a machine must not bring its identity along: hosts get their own when they start.
        : > /etc/machine-id
        rm -f /etc/hostname /etc/resolv.conf /var/lib/dbus/machine-id
        rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/apt/archives/*.deb /var/log/*.log /var/log/apt /etc/apt/sources.list
        # A third of the size and of no use to a package manager.
        rm -rf /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /usr/share/info/*`)
    } finally {
      await build.close()
    }
  },
}
