import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { type Holder, startHolder } from './holder.ts'
import { type HostAccess, hostAccess } from './host-access.ts'
import { type Layer, lowerFolders } from './layer.ts'
import type { TestNetwork } from './network.ts'
import { remove } from './reaper.ts'
import { ownRegistry } from './registry.ts'

/** A file or folder of this machine that a host sees; read-only unless `writable`. */
export interface HostBind {
  readonly from: string
  /** Absolute path on the host; made when missing. */
  readonly to: string
  readonly writable?: boolean
}

export interface HostOptions {
  readonly layer: Layer
  /** Host name; default `host-<n>`. Letters, digits and dashes, at most 40. */
  readonly name?: string
  /** Without one the host has loopback only. */
  readonly network?: TestNetwork
  readonly binds?: readonly HostBind[]
  /** Size of the disk that everything written goes to (memory); default 2 GiB. A small one runs full for real. */
  readonly diskBytes?: number
}

/** In the holder's mount namespace. */
export const diskFolder = '/run/host'
export const rootFolder = `${diskFolder}/root`

// /run is covered so that nothing systemd-nspawn keeps there (locks, propagation folders) stays on this machine.
const setUp = `
LOWER=$1 SIZE=$2 CGROUP=$3
mount -t tmpfs -o mode=0755 tmpfs /run
mkdir /run/host
mount -t tmpfs -o "mode=0755,size=$SIZE" disk /run/host
mkdir /run/host/upper /run/host/work /run/host/root
# xino: stat(2) and /proc/PID/maps then agree on a file's device and inode. Without it lsof, and with it "zypper ps",
# takes every library of every process for deleted.
mount -t overlay overlay -o "xino=on,lowerdir=$LOWER,upperdir=/run/host/upper,workdir=/run/host/work" /run/host/root
# A view of its own, wherever and in whichever version this machine mounts its control groups.
umount --recursive --lazy /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 none /sys/fs/cgroup
mkdir "/sys/fs/cgroup/$CGROUP"
`

export interface HostDisk {
  readonly name: string
  readonly machineId: string
  readonly address: string | undefined
  readonly holder: Holder
  /** Name of the host's control group under the root of the cgroup2 hierarchy. */
  readonly cgroup: string
  /** The disk while the host is off: a chroot without any mounts. */
  readonly files: HostAccess
  readonly binds: readonly HostBind[]
  free(): Promise<void>
}

let count = 0

/** A writable copy of the layer in memory, with a network card and the identity files of a machine of its own. */
export async function makeHostDisk(options: HostOptions, moreSetUp = ''): Promise<HostDisk> {
  const { layer, network, name = `host-${String(++count)}`, diskBytes = 2 * 1024 ** 3 } = options
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) throw new Error(`"${name}" is no host name for a test`)
  const registry = ownRegistry()
  const cgroup = `patchyard-test.${basename(registry.folder)}.${name}`
  const forget = registry.add({ kind: 'cgroup', path: cgroup })
  const free = async (holder?: Holder): Promise<void> => {
    await holder?.release()
    await remove({ kind: 'cgroup', path: cgroup })
    forget()
  }
  const binds = [{ from: join(layer.folder, 'srv'), to: '/srv/testkit' }, ...(options.binds ?? [])]
  let holder: Holder | undefined
  try {
    const parameters = [lowerFolders(layer).join(':'), String(diskBytes), cgroup, ...binds.flatMap(bindParameters)]
    holder = await startHolder({ network: 'own', setUp: setUp + moreSetUp, parameters })
    const { enter } = holder
    const files = hostAccess(argv => enter('chroot', rootFolder, ...argv))
    const address = await network?.attach(holder)
    const machineId = randomUUID().replaceAll('-', '')
    const own = address === undefined ? '127.0.1.1' : address
    const server = network ? `${network.serverAddress} ${network.serverName}\n` : ''
    await files.sh(
      'echo "$ID" > /etc/machine-id; echo "$NAME" > /etc/hostname; echo "$HOSTS" > /etc/hosts; : > /etc/resolv.conf',
      {
        env: { ID: machineId, NAME: name, HOSTS: `127.0.0.1 localhost\n::1 localhost\n${own} ${name}\n${server}` },
      },
    )
    const made = holder
    return { name, machineId, address, holder, cgroup, files, binds, free: () => free(made) }
  } catch (error: unknown) {
    await free(holder)
    throw error
  }
}

function bindParameters({ from, to, writable = false }: HostBind): string[] {
  return [from, to, writable ? 'rw' : 'ro']
}
