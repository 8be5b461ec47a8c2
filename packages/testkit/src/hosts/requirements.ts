import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { findDebianMirror } from './debian-mirror.ts'
import { layerCache } from './layer.ts'

/** Something that hosts need and this machine lacks, as the end of a sentence: `needs …`. */
export type Missing = `needs ${string}`

// Command → Debian package. Keep tests/hosts/debian-packages.txt equal (a test compares them).
const commands: Readonly<Record<string, string>> = {
  'apt-ftparchive': 'apt-utils',
  createrepo_c: 'createrepo-c',
  debootstrap: 'debootstrap',
  'dpkg-deb': 'dpkg',
  flock: 'util-linux',
  gpg: 'gnupg',
  ip: 'iproute2',
  nsenter: 'util-linux',
  rpmbuild: 'rpm',
  strace: 'strace',
  'systemd-nspawn': 'systemd-container',
}

export const hostPackages: readonly string[] = [
  ...new Set([...Object.values(commands), 'debian-archive-keyring']),
].sort()

/** Empty when hosts can be started here. Takes some milliseconds; changes nothing. */
export function missingRequirements(): Missing[] {
  if (process.platform !== 'linux') return ['needs Linux']
  if (process.arch !== 'x64') return ['needs x86-64, for which the hosts are built']
  if (process.getuid?.() !== 0) return ['needs root']
  return [...missingCommands(), ...missingKernel(), ...missingCache()]
}

function missingCommands(): Missing[] {
  const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
  return Object.entries(commands)
    .filter(([command]) => !folders.some(folder => existsSync(join(folder, command))))
    .map(([command, pkg]): Missing => `needs the command ${command} (Debian package ${pkg})`)
}

function missingKernel(): Missing[] {
  const missing: Missing[] = []
  const fileSystems = readFileSync('/proc/filesystems', 'utf8')
  for (const name of ['overlay', 'cgroup2']) {
    if (!new RegExp(`\\b${name}$`, 'm').test(fileSystems)) missing.push(`needs the file system ${name} in the kernel`)
  }
  const namespaces = spawnSync('unshare', ['--mount', '--net', '--pid', '--uts', '--ipc', '--fork', 'true'])
  if (namespaces.status !== 0) missing.push('needs the right to make mount, network and process namespaces')
  return missing
}

const overlayMagic = 0x794c7630

function missingCache(): Missing[] {
  const missing: Missing[] = []
  if (!findDebianMirror())
    missing.push('needs apt sources of Debian 12: bookworm, bookworm-updates and bookworm-security')
  const cache = layerCache()
  const existed = existsSync(cache)
  mkdirSync(cache, { recursive: true })
  // An overlay cannot be the upper folder of another one.
  if (statfsSync(cache).type === overlayMagic)
    missing.push(`needs PATCHYARD_CACHE on a file system other than overlay (${cache})`)
  if (!existed) rmSync(cache, { recursive: true })
  return missing
}

/**
 * Why tests with hosts are skipped here; undefined when they run.
 * @throws Error instead when PATCHYARD_TEST_ALL=1 says that everything must run.
 */
export function whyNoHosts(): string | undefined {
  const missing = missingRequirements()
  if (missing.length === 0) return undefined
  const reason = `no hosts on this machine: ${missing.join('; ')}`
  if (process.env['PATCHYARD_TEST_ALL'] === '1') throw new Error(reason)
  return reason
}
