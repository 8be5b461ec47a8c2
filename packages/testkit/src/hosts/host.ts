import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Boot, bootDisk, enterBoot } from './boot.ts'
import { type HostAccess, hostAccess } from './host-access.ts'
import { type HostDisk, type HostOptions, makeHostDisk } from './host-disk.ts'
import { isAlive, outerPid } from './process-identity.ts'
import { ownRegistry } from './registry.ts'
import { waitUntil } from './wait-until.ts'

/** A Linux machine with real systemd. Its disk lives in memory until `destroy`. */
export interface TestHost extends HostAccess, AsyncDisposable {
  readonly name: string
  readonly machineId: string
  /** On the test network; undefined without one. */
  readonly address: string | undefined
  /** How often it was powered on or rebooted. */
  readonly boots: number
  readonly isOn: boolean
  /** systemd's number on this machine. @throws Error while the host is off. */
  initPid(): number
  /** This machine's number of a process that the host knows as `pid`: what to signal or trace from outside. */
  outerPid(pid: number): number | undefined
  /** The same for the main process of a running unit. @throws Error when the unit has none. */
  unitPid(unit: string): Promise<number>
  /** Changes with every boot. */
  bootId(): Promise<string>
  /** As `reboot` on the host: returns when the next boot has started everything. */
  reboot(): Promise<void>
  /** Waits for boot number `number` (the first is 1), whoever asked for it. */
  waitForBoot(number: number, timeoutMs?: number): Promise<void>
  /** Clean shutdown; the disk stays. */
  powerOff(): Promise<void>
  /** The power fails: every process gone at once. What was written stays, as if the disk had a battery. */
  kill(): Promise<void>
  powerOn(): Promise<void>
  /** Everything the host printed on its console since it was made. */
  console(): string
  destroy(): Promise<void>
}

const rebootStatus = 133
// systemd(1), "Signals": SIGRTMIN+4 starts poweroff.target. glibc's SIGRTMIN is 34.
const powerOffSignal = 34 + 4

/** Boots a copy of the layer; ready in about half a second. A reboot from inside starts it again. */
export async function startHost(options: HostOptions): Promise<TestHost> {
  const disk = await makeHostDisk(options)
  const host = hostOn(disk)
  try {
    await host.powerOn()
    return host
  } catch (error: unknown) {
    await host.destroy()
    throw error
  }
}

function hostOn(disk: HostDisk): TestHost {
  const consoleFile = join(ownRegistry().folder, `${disk.name}.console`)
  let boots = 0
  let boot: Boot | undefined
  let destroyed = false
  let ready: Promise<void> = Promise.resolve()

  const access = hostAccess(argv => {
    // The disk of a host that is off can still be read and written, as with a rescue system.
    return boot ? enterBoot(disk, boot, argv) : disk.holder.enter('chroot', '/run/host/root', ...argv)
  })

  const start = async (): Promise<void> => {
    const started = await bootDisk(disk, consoleFile)
    boot = started
    void started.ended.then(status => {
      if (boot === started) boot = undefined
      if (status === rebootStatus && !destroyed) {
        ready = start()
        ready.catch(() => undefined) // reported to whoever waits for the boot
      }
    })
    // "degraded" is up as well: some unit has failed, which is for the test to judge.
    const state = await access.exec(['systemctl', 'is-system-running', '--wait'])
    if (!/^(running|degraded)/.test(state.stdout)) {
      throw new Error(`${disk.name} did not come up: ${state.stdout.trim()} ${state.stderr.trim()}`)
    }
    boots++
  }

  const off = async (signal: number | NodeJS.Signals): Promise<void> => {
    const present = boot
    if (!present) return
    if (isAlive(present.init)) process.kill(present.init.pid, signal)
    await present.waitForEnd()
  }

  const waitForBoot = async (number: number, timeoutMs = 60_000): Promise<void> => {
    await waitUntil(`boot ${String(number)} of ${disk.name}`, () => boots >= number, { timeoutMs, everyMs: 10 })
    await ready
  }

  const destroy = async (): Promise<void> => {
    destroyed = true
    await disk.free()
    rmSync(consoleFile, { force: true })
  }

  const initPid = (): number => {
    if (!boot) throw new Error(`${disk.name} is off`)
    return boot.init.pid
  }

  return {
    ...access,
    name: disk.name,
    machineId: disk.machineId,
    address: disk.address,
    get boots() {
      return boots
    },
    get isOn() {
      return boot !== undefined
    },
    initPid,
    outerPid: pid => outerPid(initPid(), pid),
    async unitPid(unit) {
      const inner = Number(
        await access.sh('systemctl show --property=MainPID --value -- "$UNIT"', { env: { UNIT: unit } }),
      )
      const pid = inner > 0 ? outerPid(initPid(), inner) : undefined
      if (pid === undefined) throw new Error(`${unit} has no main process on ${disk.name}`)
      return pid
    },
    bootId: async () => (await access.readFile('/proc/sys/kernel/random/boot_id')).trim(),
    async reboot() {
      const next = boots + 1
      // The command may be cut off by what it starts: only the next boot tells.
      await access.exec(['systemctl', 'reboot'])
      await waitForBoot(next)
    },
    waitForBoot,
    powerOff: () => off(powerOffSignal),
    kill: () => off('SIGKILL'),
    async powerOn() {
      if (boot) throw new Error(`${disk.name} is on`)
      ready = start()
      await ready
    },
    console: () => readFileSync(consoleFile, 'utf8'),
    destroy,
    [Symbol.asyncDispose]: destroy,
  }
}
