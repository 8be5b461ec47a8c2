import { outputOf } from './command.ts'
import { type HostDisk, type HostOptions, makeHostDisk, rootFolder } from './host-disk.ts'
import { type HostAccess, hostAccess } from './host-access.ts'

/** A host without an init: package managers, files and network are real, services and reboots are not there. */
export interface ChrootHost extends HostAccess, AsyncDisposable {
  readonly name: string
  readonly address: string | undefined
  destroy(): Promise<void>
}

// The fourth and later parameters of the disk's set-up are the binds, three words each.
const mounts = `
shift 3
ROOT=${rootFolder}
mount -t proc proc "$ROOT/proc"
mount -t sysfs -o ro sysfs "$ROOT/sys"
mount -t tmpfs -o mode=0755 tmpfs "$ROOT/run"
mount -t tmpfs -o mode=1777 tmpfs "$ROOT/tmp"
mount -t tmpfs -o mode=0755 tmpfs "$ROOT/dev"
for device in null zero full random urandom tty; do : > "$ROOT/dev/$device"; mount --bind "/dev/$device" "$ROOT/dev/$device"; done
mkdir "$ROOT/dev/shm" "$ROOT/dev/pts" "$ROOT/run/lock"
ln -s /proc/self/fd "$ROOT/dev/fd"; ln -s fd/0 "$ROOT/dev/stdin"; ln -s fd/1 "$ROOT/dev/stdout"; ln -s fd/2 "$ROOT/dev/stderr"
mount -t tmpfs -o mode=1777 tmpfs "$ROOT/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$ROOT/dev/pts"
ln -s pts/ptmx "$ROOT/dev/ptmx"
while [ $# -gt 0 ]; do
  if [ -d "$1" ]; then mkdir -p "$ROOT$2"; else mkdir -p "$(dirname "$ROOT$2")"; : >> "$ROOT$2"; fi
  mount --bind "$1" "$ROOT$2"
  [ "$3" = rw ] || mount -o remount,bind,ro "$ROOT$2"
  shift 3
done
`

/** Ready in about 0.1 s. */
export async function chrootHost(options: HostOptions): Promise<ChrootHost> {
  const disk: HostDisk = await makeHostDisk(options, mounts)
  await outputOf(disk.holder.enter('hostname', disk.name))
  return {
    ...hostAccess(argv => disk.holder.enter('chroot', rootFolder, ...argv)),
    name: disk.name,
    address: disk.address,
    destroy: disk.free,
    [Symbol.asyncDispose]: disk.free,
  }
}
