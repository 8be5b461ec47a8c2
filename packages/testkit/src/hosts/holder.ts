// A holder is a bash that owns a set of namespaces and blocks on a pipe whose other end only the test process holds.
// Everything a host needs hangs on it: its "disk" is a tmpfs in the holder's mount namespace, its network card lives in
// the holder's network namespace, its processes in the holder's pid namespace. When the test process ends in whatever
// way, the pipe closes, bash exits, and the kernel frees all of it; nothing has to be unmounted or killed one by one.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { systemEnvironment } from './command.ts'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'
import { ownRegistry } from './registry.ts'
import { remove } from './reaper.ts'

export interface Holder {
  readonly identity: ProcessIdentity
  /** Path through which this process reaches a file as the holder's mount namespace sees it. Beware of absolute links in it. */
  readonly root: string
  /** Arguments that run a command in the holder's namespaces, seen from this process. */
  enter(...argv: string[]): string[]
  /** Kills every process in the holder and frees what it held. Idempotent. */
  release(): Promise<void>
}

export interface HolderOptions {
  /** `own`: an empty network namespace with loopback up. `machine`: the network this process has. */
  readonly network: 'own' | 'machine'
  /** Bash run once inside, before the holder is ready, with /proc of its own; `$1`… are `parameters`. */
  readonly setUp: string
  readonly parameters?: readonly string[]
}

// The pid is read before /proc is mounted anew: afterwards bash would see only its number inside.
const program = `
set -eu
read -r outer_pid _ < /proc/self/stat
mount --make-rprivate /
mount -t proc proc /proc
SETUP=$1; shift
eval "$SETUP"
echo "ready $outer_pid"
exec >/dev/null
read -r _ || true
`

/** @throws Error with what `setUp` printed to standard error when it fails. */
export async function startHolder({ network, setUp, parameters = [] }: HolderOptions): Promise<Holder> {
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--uts', '--ipc']
  if (network === 'own') namespaces.push('--net')
  const loopback = network === 'own' ? 'ip link set lo up\n' : ''
  const child = spawn(
    'unshare',
    [...namespaces, '/bin/bash', '-c', program, 'holder', loopback + setUp, ...parameters],
    {
      // A session of its own: Ctrl-C goes to the tests, which then end hosts in order.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: systemEnvironment(),
    },
  )
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')))
  const ended = once(child, 'exit')
  const pid = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => reject(new Error(`namespaces of a host could not be made: ${errors.join('').trim()}`)))
    createInterface({ input: child.stdout }).on('line', line => {
      if (line.startsWith('ready ')) resolve(Number(line.slice('ready '.length)))
    })
  })
  const identity = identify(pid)
  if (!identity) throw new Error(`the holder ended at once: ${errors.join('').trim()}`)
  const forget = ownRegistry().add({ kind: 'process', identity })
  // The holder must not keep the test process alive: its end is what ends the holder.
  child.unref()
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref(): void }).unref()

  return {
    identity,
    root: `/proc/${String(pid)}/root`,
    enter: (...argv) => [
      'nsenter',
      '--target',
      String(pid),
      '--mount',
      '--pid',
      '--net',
      '--uts',
      '--ipc',
      '--',
      ...argv,
    ],
    async release() {
      if (isAlive(identity)) {
        child.ref()
        await remove({ kind: 'process', identity })
        await ended
      }
      forget()
    },
  }
}
