import { factDigest } from '@patchyard/protocol'
import type { Clock } from '@patchyard/domain'
import type { Host } from '../core/ports/host.ts'
import type { FakePackages } from './fake-package-manager.ts'

/** The machine under a simulated agent. `reboot` makes a new boot; whoever runs the world starts the agent again. */
export interface FakeMachine {
  boots: number
  bootedAtMs: number
  readonly name: string
  /** Times that a reboot was asked for. */
  rebootsAsked: number
  /** What a reboot does: `works`, or nothing at all. */
  rebootWorks: boolean
  onReboot: () => void
}

export function createFakeMachine(name: string, clock: Clock): FakeMachine {
  return { boots: 1, bootedAtMs: clock.monotonicMs(), name, rebootsAsked: 0, rebootWorks: true, onReboot: () => {} }
}

export function bootOf(machine: FakeMachine): string {
  return factDigest('machineId', `${machine.name} boot ${machine.boots}`).slice(0, 32)
}

export function createFakeHost(machine: FakeMachine, packages: FakePackages, clock: Clock): Host {
  return {
    boot: bootOf(machine),
    uptimeS: () => (clock.monotonicMs() - machine.bootedAtMs) / 1000,
    facts: {
      machineId: factDigest('machineId', machine.name),
      smbios: factDigest('smbios', `${machine.name} board`),
      rootfs: '',
    },
    hostname: machine.name,
    os: 'Debian GNU/Linux 12 (bookworm)',
    arch: 'x86_64',
    timeZone: () => 'Europe/Berlin',
    reboot: () => {
      machine.rebootsAsked++
      if (machine.rebootWorks) machine.onReboot()
      return Promise.resolve()
    },
    isScopeActive: name => Promise.resolve(packages.engine?.scope === name),
  }
}
