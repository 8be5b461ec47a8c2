import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { systemEnvironment } from './command.ts'
import { type HostDisk, rootFolder } from './host-disk.ts'
import { childrenOf, commandName, identify, innermostPid, isAlive, type ProcessIdentity } from './process-identity.ts'
import { waitUntil } from './wait-until.ts'

/** One life of a host, from power on to its end. */
export interface Boot {
  /** systemd of the host, as this machine sees it. */
  readonly init: ProcessIdentity
  /** How it ended: 133 is a reboot (systemd-nspawn's own status for it), 0 a shutdown, null a killed init. */
  readonly ended: Promise<number | null>
  /** Waits for the end, keeping this process alive meanwhile; `ended` alone does not. */
  waitForEnd(): Promise<void>
}

/** Powers the disk on. Resolves when systemd takes commands; units are still starting then. */
export async function bootDisk(disk: HostDisk, consoleFile: string): Promise<Boot> {
  const console = openSync(consoleFile, 'a')
  const group = `${disk.holder.root}/sys/fs/cgroup/${disk.cgroup}/cgroup.procs`
  // The shell enters the host's control group before it becomes nspawn, which keeps everything it starts there.
  const join = 'echo 0 > "$1" && shift && exec "$@"'
  const child = spawn('/bin/bash', ['-c', join, 'boot', group, ...disk.holder.enter(...nspawn(disk))], {
    stdio: ['ignore', console, console],
    // A session of its own, as for the holder.
    detached: true,
    // No lock files in /run for a directory that nobody else can see; no colours in the console's text.
    env: { ...systemEnvironment(), SYSTEMD_NSPAWN_LOCK: '0', SYSTEMD_COLORS: '0' },
  })
  closeSync(console)
  child.unref()
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', status => resolve(status))
  })
  const init = await waitUntil(
    `start of systemd on ${disk.name}`,
    () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`${disk.name} did not start: ${readFileSync(consoleFile, 'utf8').slice(-2000)}`)
      }
      return findInit(child)
    },
    { everyMs: 5 },
  )
  const waitForEnd = async (): Promise<void> => {
    child.ref()
    await ended
  }
  return { init, ended, waitForEnd }
}

function nspawn(disk: HostDisk): string[] {
  return [
    'systemd-nspawn',
    '--quiet',
    '--boot',
    `--directory=${rootFolder}`,
    `--machine=${disk.name}`,
    `--uuid=${disk.machineId}`,
    // There is no systemd-machined to register with, and no unit to move into.
    '--register=no',
    '--keep-unit',
    '--private-users=no',
    '--settings=no',
    '--resolv-conf=off',
    '--timezone=off',
    '--link-journal=no',
    '--console=read-only',
    '--setenv=SYSTEMD_COLORS=0',
    // The holder is process 1 where nspawn runs. Naming its network namespace, not inheriting it, leaves root on the
    // host the right to manage its card, as on a real machine.
    '--network-namespace-path=/proc/1/ns/net',
    ...disk.binds.map(
      ({ from, to, writable }) => `--bind${writable === true ? '' : '-ro'}=${escape(from)}:${escape(to)}`,
    ),
  ]
}

const escape = (path: string): string => path.replace(/[\\:]/g, found => `\\${found}`)

/** nsenter → nspawn → init: the only one of its descendants that is number 1 where it lives and calls itself systemd. */
function findInit(child: ChildProcess): ProcessIdentity | undefined {
  const below = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(below)]
  for (const pid of child.pid === undefined ? [] : below(child.pid)) {
    const started = innermostPid(pid) === 1 && commandName(pid) === 'systemd'
    // The socket that systemctl talks to: from here on commands on the host work.
    if (started && existsSync(`/proc/${String(pid)}/root/run/systemd/private`)) return identify(pid)
  }
  return undefined
}

/** Wraps a command so that it runs on the booted host, in a control group beside systemd's own. */
export function enterBoot(disk: HostDisk, boot: Boot, argv: readonly string[]): string[] {
  if (!isAlive(boot.init)) throw new Error(`${disk.name} is off`)
  const group = `${disk.holder.root}/sys/fs/cgroup/${disk.cgroup}/payload/testkit`
  const join = 'mkdir -p "$1" && echo 0 > "$1/cgroup.procs" && shift && exec "$@"'
  const target = ['--target', String(boot.init.pid)]
  const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup', '--root', '--wd']
  return ['/bin/bash', '-c', join, 'enter', group, 'nsenter', ...target, ...namespaces, '--', ...argv]
}
