import type { InstalledPackage } from './scan-result.ts'

/** The machine itself. Reads only; what a host does not tell is null or an empty list, never an error. */
export interface SystemFactsReader {
  system(): Promise<SystemFacts>
  /** Kernel, restart marks and processes that still run replaced files. */
  restart(packages: readonly InstalledPackage[]): Promise<RestartFacts>
}

export interface SystemFacts {
  readonly hostname: string
  readonly os: OsRelease
  readonly kernel: string
  /** Common name: `x86_64`, `aarch64`. */
  readonly arch: string
  /** IANA name, for example `Europe/Berlin`. */
  readonly timeZone: string | null
  readonly bootId: string
  readonly bootTimeMs: number | null
  readonly hardware: Hardware
  readonly network: readonly NetworkInterface[]
  readonly lastUser: { readonly name: string; readonly atMs: number } | null
  /** Other programs that update this host on their own (feature C11), with whether they are switched on. */
  readonly otherUpdaters: readonly { readonly name: string; readonly enabled: boolean }[]
  /** What a copy of this machine would share or not (agent-protocol §5), raw values, "" where there is none. */
  readonly identity: { readonly machineId: string; readonly smbios: string; readonly rootfs: string }
}

export interface OsRelease {
  readonly id: string
  readonly idLike: readonly string[]
  readonly versionId: string | null
  readonly prettyName: string
  readonly codename: string | null
}

export interface Hardware {
  readonly vendor: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly uuid: string | null
  readonly bios: string | null
  readonly cpuModel: string | null
  readonly cpuCount: number
  readonly memoryBytes: number
  /** `none`, or the name systemd-detect-virt uses (`kvm`, `vmware`, `microsoft`, `lxc`, `docker`, …); null when it cannot be told. */
  readonly virtualization: string | null
}

export interface NetworkInterface {
  readonly name: string
  readonly mac: string | null
  readonly up: boolean
  /** With prefix length: `192.0.2.7/24`. */
  readonly addresses: readonly string[]
}

export interface RestartFacts {
  readonly rebootNeeded: boolean
  readonly reasons: readonly RebootReason[]
  readonly runningKernel: string
  /** Release name of the newest installed kernel package; null on hosts without one (containers). */
  readonly newestKernel: string | null
  /** systemd units that still run replaced files. */
  readonly services: readonly StaleService[]
  /** Processes outside any service that do. */
  readonly processes: readonly StaleProcess[]
}

export interface RebootReason {
  readonly kind: 'asked' | 'kernel' | 'core'
  /** One printable English sentence. */
  readonly detail: string
  readonly packages: readonly string[]
}

export interface StaleService {
  readonly unit: string
  readonly pids: readonly number[]
  /** Replaced files it still maps, sorted, at most 10. */
  readonly files: readonly string[]
}

export interface StaleProcess {
  readonly pid: number
  readonly program: string
  readonly files: readonly string[]
}
