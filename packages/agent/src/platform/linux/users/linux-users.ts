import type { Disk } from '../../../core/ports/disk.ts'
import { ProcessError, type Processes } from '../../../core/ports/processes.ts'
import type { UserMessage, UserMessages } from '../../../core/ports/user-messages.ts'

const WALL = '/usr/bin/wall'
const LOGINCTL = '/usr/bin/loginctl'
const SYSTEMD_BOOTED = '/run/systemd/system'
/** wall(1): seconds that it waits for a terminal that does not take the text. */
const TERMINAL_WAIT_S = 5
const RUN_MS = 20_000
/** utmp(5): some thousand records; more is no host that people log on to. */
const UTMP_BYTES = 4 * 1024 * 1024
const USER_PROCESS = 7
/** wall wraps at 79 columns and prints all there is; a page of a book is nobody's message. */
const LONGEST = 4000

/** Terminals of a server: what is said reaches whoever is logged on, and nobody can answer. */
export function createLinuxUsers(ports: { disk: Disk; processes: Processes }): UserMessages {
  const show = async (message: UserMessage): Promise<void> => {
    if ((await ports.disk.stat(WALL).catch(() => null)) === null) return
    // Text by standard input: as an argument it would be in the list of processes, and one that begins with "/" a file's name.
    const stdin = wallText(message)
    await ports.processes
      .run({ program: WALL, args: ['--timeout', String(TERMINAL_WAIT_S)], stdin, timeoutMs: RUN_MS })
      .catch(unlessFault)
  }
  return {
    isSomebodyThere: async () => (await sessions(ports)) ?? (await isInUtmp(ports.disk)),
    show,
    ask: async message => {
      await show(message)
      return 'goOn'
    },
  }
}

/** One printable text: control characters would speak to the terminal, not to people. */
export function wallText({ title, text }: UserMessage): string {
  const printable = (value: string) => value.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
  return `${printable(`${title}\n\n${text}`).slice(0, LONGEST).trimEnd()}\n`
}

function unlessFault(error: unknown): null {
  if (error instanceof ProcessError) return null
  throw error
}

/** By systemd-logind. Null where there is none. Greeters and sessions of services are nobody; those that close are gone. */
async function sessions({ disk, processes }: { disk: Disk; processes: Processes }): Promise<boolean | null> {
  for (const path of [SYSTEMD_BOOTED, LOGINCTL]) if ((await disk.stat(path).catch(() => null)) === null) return null
  const listed = await processes
    .run({ program: LOGINCTL, args: ['list-sessions', '--no-legend', '--no-pager'], timeoutMs: RUN_MS })
    .catch(unlessFault)
  if (listed === null || listed.code !== 0) return null
  const ids = listed.stdout.split('\n').flatMap(line => /^\s*([A-Za-z0-9]+)\s/.exec(line)?.[1] ?? [])
  for (const id of ids) {
    const shown = await processes
      .run({
        program: LOGINCTL,
        args: ['show-session', id, '-p', 'Class', '-p', 'State', '-p', 'Type'],
        timeoutMs: RUN_MS,
      })
      .catch(unlessFault)
    if (shown !== null && shown.code === 0 && isPerson(shown.stdout)) return true
  }
  // A login without a session of logind (a container's console, an old sshd) is only in utmp.
  return ids.length === 0 ? null : false
}

export function isPerson(shown: string): boolean {
  const of = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(shown)?.[1] ?? ''
  return of('Class') === 'user' && of('State') !== 'closing' && of('Type') !== 'unspecified'
}

async function isInUtmp(disk: Disk): Promise<boolean> {
  const bytes = await disk.readEnd('/run/utmp', UTMP_BYTES).catch(() => new Uint8Array())
  return hasUser(bytes)
}

/** glibc's struct utmp is 384 bytes, or 400 where times have 64 bits; both begin with the type. */
export function hasUser(utmp: Uint8Array): boolean {
  const size = [384, 400].find(one => utmp.length > 0 && utmp.length % one === 0)
  if (size === undefined) return false
  const view = new DataView(utmp.buffer, utmp.byteOffset, utmp.byteLength)
  for (let at = 0; at < utmp.length; at += size) if (view.getInt16(at, true) === USER_PROCESS) return true
  return false
}
