import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HostAccess } from '../hosts/host-access.ts'
import { outputOf } from '../hosts/command.ts'
import { ownRegistry } from '../hosts/registry.ts'
import { remove } from '../hosts/reaper.ts'
import { makeTemporaryFolder } from '../hosts/temporary-folder.ts'

export interface SmallDisk extends AsyncDisposable {
  readonly path: string
  /** Writes until nothing more fits; the disk is then full for everybody. */
  fill(): Promise<void>
  /** Takes back what `fill` wrote. */
  empty(): Promise<void>
  unmount(): Promise<void>
}

const fillScript =
  'dd if=/dev/zero of="$1/filling" bs=4096 2>/dev/null; dd if=/dev/zero of="$1/filling-rest" bs=1 2>/dev/null; true'

/** A file system of `bytes` over `path` of a host, with what was there copied into it. */
export async function smallDiskOn(host: HostAccess, path: string, bytes: number): Promise<SmallDisk> {
  await host.sh(
    `mkdir -p "$AT" /run/small-disk && mount -t tmpfs -o "size=$SIZE,mode=$(stat -c %a "$AT")" small /run/small-disk
     cp -a "$AT/." /run/small-disk/ && mount --move /run/small-disk "$AT"`,
    { env: { AT: path, SIZE: String(bytes) } },
  )
  const unmount = async (): Promise<void> => {
    await host.sh('umount --lazy "$AT"', { env: { AT: path } })
  }
  return {
    path,
    fill: async () => void (await host.exec(['/bin/sh', '-c', fillScript, 'fill', path])),
    empty: async () => void (await host.sh('rm -f "$AT/filling" "$AT/filling-rest"', { env: { AT: path } })),
    unmount,
    [Symbol.asyncDispose]: unmount,
  }
}

/** The same on this machine, for a server under test; gone with the process that made it. Needs root. */
export async function smallDisk(bytes: number): Promise<SmallDisk> {
  const path = join(makeTemporaryFolder('small-disk'), 'disk')
  mkdirSync(path)
  const leftover = { kind: 'mount', path } as const
  const forget = ownRegistry().add(leftover)
  await outputOf(['mount', '-t', 'tmpfs', '-o', `size=${String(bytes)},mode=0755`, 'small', path])
  const unmount = async (): Promise<void> => {
    await remove(leftover)
    forget()
  }
  return {
    path,
    fill: async () => void (await outputOf(['/bin/sh', '-c', fillScript, 'fill', path])),
    empty: async () => void (await outputOf(['rm', '-f', join(path, 'filling'), join(path, 'filling-rest')])),
    unmount,
    [Symbol.asyncDispose]: unmount,
  }
}
