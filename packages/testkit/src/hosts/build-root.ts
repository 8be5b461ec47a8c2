import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Holder, startHolder } from './holder.ts'
import { type HostAccess, hostAccess } from './host-access.ts'
import { type Layer, lowerFolders } from './layer.ts'

// A chroot with what package managers expect: /proc, /dev, /sys read-only, and no services started by maintainer scripts.
const setUp = `
ROOT=$1 LOWER=$2 UPPER=$3 WORK=$4 SRV=$5
if [ -n "$LOWER" ]; then
  mkdir -p "$ROOT" "$WORK"
  mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$UPPER,workdir=$WORK" "$ROOT"
else
  ROOT=$UPPER
fi
mount --bind "$ROOT" "$ROOT"
mkdir -p "$ROOT"/proc "$ROOT"/dev "$ROOT"/sys "$ROOT"/srv/testkit
mount -t proc proc "$ROOT/proc"
mount -t sysfs -o ro sysfs "$ROOT/sys" 2>/dev/null || mount --bind -o ro /sys "$ROOT/sys"
mount -t tmpfs -o mode=0755 tmpfs "$ROOT/dev"
for device in null zero full random urandom tty; do : > "$ROOT/dev/$device"; mount --bind "/dev/$device" "$ROOT/dev/$device"; done
mkdir "$ROOT/dev/shm" "$ROOT/dev/pts"
ln -s /proc/self/fd "$ROOT/dev/fd"; ln -s fd/0 "$ROOT/dev/stdin"; ln -s fd/1 "$ROOT/dev/stdout"; ln -s fd/2 "$ROOT/dev/stderr"
mount -t tmpfs -o mode=1777 tmpfs "$ROOT/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$ROOT/dev/pts"
ln -s pts/ptmx "$ROOT/dev/ptmx"
mount --bind "$SRV" "$ROOT/srv/testkit"
`

/** A layer under construction, entered as root. */
export interface BuildRoot extends HostAccess {
  /** Its root folder as this process can reach it. */
  readonly root: string
  /** Ends every process in it and unmounts everything; what was written stays in the layer's `root/`. */
  close(): Promise<void>
}

/** `parent` undefined: `folder/root` already holds a whole system (debootstrap's). */
export async function openBuildRoot(folder: string, parent: Layer | undefined): Promise<BuildRoot> {
  const upper = join(folder, 'root')
  const mountPoint = join(folder, 'merged')
  const work = join(folder, 'work')
  const root = parent ? mountPoint : upper
  if (parent) mkdirSync(mountPoint)
  const lower = parent ? lowerFolders(parent).join(':') : ''
  // Layers are built from this machine's mirror: the only place where a test environment uses the machine's network.
  const holder: Holder = await startHolder({
    network: 'machine',
    setUp,
    parameters: [mountPoint, lower, upper, work, join(folder, 'srv')],
  })
  const access = hostAccess(argv => holder.enter('chroot', root, ...argv))
  return {
    ...access,
    root: join(holder.root, root),
    async close() {
      await holder.release()
      for (const path of [mountPoint, work]) if (existsSync(path)) rmSync(path, { recursive: true, force: true })
    },
  }
}
