import type { Random } from '@patchyard/domain'
import type { PackageEntry, UpdateEntry } from '@patchyard/protocol'
import { createSimulatedHost, type SimulatedHost } from './simulated-host.ts'

export interface DebianHostOptions {
  readonly index: number
  readonly packages: number
  /** Patches missing, one package each; every third is a security fix. */
  readonly missing: number
  /** Numbers of patches (0 …) that fail to install here. */
  readonly broken?: readonly number[]
  readonly allowsActions?: boolean
}

/**
 * A Debian 12 host of made-up packages. Hosts share most versions, as a real fleet does, so the server's dictionaries
 * stay small; `index` makes the machine's own facts.
 */
export function debianHost(random: Random, options: DebianHostOptions): SimulatedHost {
  const number = String(options.index).padStart(5, '0')
  const packages: PackageEntry[] = []
  for (let i = 0; i < options.packages; i += 1) {
    const old = i < options.missing
    packages.push({
      name: `package-${String(i).padStart(4, '0')}`,
      arch: 'amd64',
      version: old ? `1.${i}-1` : `1.${i}-1+deb12u1`,
      scheme: 'deb',
      sourceName: `source-${String(i).padStart(4, '0')}`,
      sourceVersion: old ? `1.${i}-1` : `1.${i}-1+deb12u1`,
      vendor: 'Debian',
      held: false,
      state: 'installed',
    })
  }
  const updates: UpdateEntry[] = packages.slice(0, options.missing).map((p, i) => ({
    patch: `deb:debian/bookworm/${p.sourceName}@1.${i}-1+deb12u1`,
    package: p.name,
    arch: p.arch,
    candidate: `1.${i}-1+deb12u1`,
    installed: p.version,
    title: `${p.sourceName} 1.${i}-1+deb12u1`,
    isSecurity: i % 3 === 0,
    origin: i % 3 === 0 ? 'Debian-Security' : 'Debian',
    repository: i % 3 === 0 ? 'bookworm-security' : 'bookworm-updates',
    authenticated: true,
    sizeBytes: 40_000 + i * 1000,
    blocked: null,
    description: 'simulated package',
  }))
  return createSimulatedHost({
    hostname: `sim-${number}`,
    facts: {
      machineId: Buffer.from(random.bytes(32)).toString('hex'),
      smbios: Buffer.from(random.bytes(32)).toString('hex'),
      rootfs: Buffer.from(random.bytes(32)).toString('hex'),
    },
    system: {
      hostname: `sim-${number}`,
      osId: 'debian',
      osVersionId: '12',
      osName: 'Debian GNU/Linux 12 (bookworm)',
      osCodename: 'bookworm',
      kernelRunning: '6.1.0-25-amd64',
      arch: 'x86_64',
      virtualization: 'kvm',
      zone: 'Etc/UTC',
      lastUser: options.index % 4 === 0 ? 'root' : `user${options.index % 20}`,
      provider: 'apt',
      providerVersion: '2.6.1',
      scanStatus: 'ok',
      agentVersion: '0.1.0',
      scanReasons: [],
      repositories: [],
      updaters: [],
    },
    packages,
    updates,
    advisories: [],
    address: `10.${(options.index >> 16) & 255}.${(options.index >> 8) & 255}.${options.index & 255}`,
    ...(options.allowsActions === undefined ? {} : { allowsActions: options.allowsActions }),
    broken: new Set((options.broken ?? []).map(i => updates[i]?.patch ?? '')),
  })
}
