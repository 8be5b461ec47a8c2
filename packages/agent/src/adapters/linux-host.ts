import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import os from 'node:os'
import { factDigest, type Facts } from '@patchyard/protocol'
import type { Host } from '../core/ports/host.ts'
import type { Processes } from '../core/ports/processes.ts'
import { ProcessError } from '../core/ports/processes.ts'
import type { SystemFacts } from '../core/ports/system-facts.ts'

/** sd_booted(3): this folder is there exactly when systemd runs as init. */
const SYSTEMD_BOOTED = '/run/systemd/system'
const SYSTEMCTL = '/usr/bin/systemctl'
const ASK_MS = 30_000

/** `system` as the platform read it at start. */
export function createLinuxHost(system: SystemFacts, processes: Processes): Host {
  const facts: Facts = {
    machineId: factDigest('machineId', system.identity.machineId),
    smbios: factDigest('smbios', system.identity.smbios),
    rootfs: factDigest('rootfs', system.identity.rootfs),
  }
  return {
    boot: bootHex(system.bootId),
    // Counts suspends, as agent-protocol §9 needs; process.hrtime does not.
    uptimeS: () => os.uptime(),
    facts,
    hostname: system.hostname,
    os: system.os.prettyName,
    arch: system.arch,
    timeZone: readTimeZone,
    reboot: () => reboot(processes),
    isScopeActive: name => isScopeActive(processes, name),
  }
}

/** The kernel's UUID as hex16. */
function bootHex(bootId: string): string {
  const hex = bootId.replaceAll('-', '').toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new Error(`the kernel's boot id "${bootId.slice(0, 40)}" is not a UUID`)
  return hex
}

/** localtime(5): a link into the zone files; older Debian systems keep the name in a file as well. */
function readTimeZone(): string {
  try {
    const name = /\/zoneinfo\/(.+)$/.exec(readlinkSync('/etc/localtime'))?.[1]
    if (name !== undefined) return name
  } catch {
    // No link: a copied file, or none.
  }
  try {
    return readFileSync('/etc/timezone', 'utf8').trim().slice(0, 64)
  } catch {
    return ''
  }
}

async function reboot(processes: Processes): Promise<void> {
  const command = existsSync(SYSTEMD_BOOTED)
    ? { program: SYSTEMCTL, args: ['--no-wall', 'reboot'] }
    : { program: '/sbin/reboot', args: [] }
  const result = await processes.run({ ...command, timeoutMs: ASK_MS })
  if (result.code !== 0) throw new ProcessError('E_PROCESS_SPAWN', `${command.program}: ${result.log.slice(0, 200)}`)
}

async function isScopeActive(processes: Processes, name: string): Promise<boolean | null> {
  if (!existsSync(SYSTEMD_BOOTED) || !existsSync(SYSTEMCTL)) return null
  const result = await processes.run({
    program: SYSTEMCTL,
    args: ['is-active', '--quiet', `${name}.scope`],
    timeoutMs: ASK_MS,
  })
  return result.code === 0
}
