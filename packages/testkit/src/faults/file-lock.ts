import { once } from 'node:events'
import type { HostAccess } from '../hosts/host-access.ts'

/** Locks that package managers take, by what other programs would call them. All are fcntl(2) locks on these files. */
export const packageLocks = {
  /** Held by apt and other front ends for a whole run; dpkg itself takes it too unless told that a front end has it. */
  'dpkg-frontend': '/var/lib/dpkg/lock-frontend',
  dpkg: '/var/lib/dpkg/lock',
  'apt-lists': '/var/lib/apt/lists/lock',
  'apt-archives': '/var/cache/apt/archives/lock',
  rpm: '/var/lib/rpm/.rpm.lock',
} as const

export interface HeldLock extends AsyncDisposable {
  release(): Promise<void>
}

// perl-base is on every Debian system; its fcntl is the system call itself. struct flock of x86-64: two shorts, padding,
// start, length, pid.
const holder = `use Fcntl; $| = 1;
open(my $file, '+>>', $ARGV[0]) or die "open: $!";
my $lock = pack('s s x4 q q l x4', F_WRLCK, SEEK_SET, 0, 0, 0);
fcntl($file, F_SETLK, $lock) or die "fcntl: $!";
print "held\\n";
<STDIN>;`

/** Takes a lock on a host and keeps it until released. @throws Error when somebody has it. */
export async function holdLock(host: Pick<HostAccess, 'start'>, lock: keyof typeof packageLocks): Promise<HeldLock> {
  const { child } = host.start(['/usr/bin/perl', '-e', holder, packageLocks[lock]])
  const ended = once(child, 'exit')
  const errors: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')))
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', () => reject(new Error(`lock ${lock} not taken: ${errors.join('').trim()}`)))
  })
  const release = async (): Promise<void> => {
    child.stdin?.end()
    await ended
  }
  return { release, [Symbol.asyncDispose]: release }
}
