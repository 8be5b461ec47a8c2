import { type ChildProcess, spawn } from 'node:child_process'
import { CommandError, type CommandOptions, type CommandResult, runCommand, systemEnvironment } from './command.ts'
import { childrenOf, commandName } from './process-identity.ts'
import { waitUntil } from './wait-until.ts'

export type ExecOptions = Omit<CommandOptions, 'env' | 'cwd'> & {
  /** Added to the environment of a root login. */
  readonly env?: Readonly<Record<string, string>>
}

/** A command left running on a host. */
export interface HostProcess {
  /** The process on this machine that carries the command's pipes; its exit status is the command's. */
  readonly child: ChildProcess
  /** Number of the command itself as this machine sees it: what to signal or trace. Rejects when it never started. */
  pid(): Promise<number>
}

/** What tests do on a host, whichever way it was started. */
export interface HostAccess {
  /** Runs as root with a login's environment; never through a shell. Does not throw on a bad exit status. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<CommandResult>
  /** Standard output of a shell script. @throws CommandError when it fails (`set -e` is on). */
  sh(script: string, options?: ExecOptions): Promise<string>
  start(argv: readonly string[], options?: { readonly env?: Readonly<Record<string, string>> }): HostProcess
  readFile(path: string): Promise<string>
  /** Makes missing folders. `mode` is octal text, default 0644. */
  writeFile(path: string, content: string | Uint8Array, mode?: string): Promise<void>
  exists(path: string): Promise<boolean>
  /** File or folder of this machine to `path` on the host (a folder's content is merged into it). */
  copyIn(from: string, path: string): Promise<void>
  copyOut(path: string, to: string): Promise<void>
}

const loginEnvironment = {
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
}

/** `enter` wraps a command so that it runs on the host; it is asked each time, because a reboot changes the way in. */
export function hostAccess(enter: (argv: string[]) => string[]): HostAccess {
  const wrap = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): string[] => {
    const variables = Object.entries({ ...loginEnvironment, ...env }).map(([name, value]) => `${name}=${value}`)
    // pdeathsig: when a timeout kills nsenter here, the command there goes with it. The capabilities are those that
    // a service on the host cannot have either: no test may set this machine's clock or load modules into its kernel.
    const rights = ['--pdeathsig', 'KILL', '--bounding-set', '-sys_time,-sys_module,-sys_rawio']
    return enter(['/usr/bin/setpriv', ...rights, '/usr/bin/env', '--ignore-environment', ...variables, ...argv])
  }
  const exec: HostAccess['exec'] = (argv, { env, ...options } = {}) => runCommand(wrap(argv, env), options)
  const sh: HostAccess['sh'] = async (script, options) => {
    const result = await exec(['/bin/sh', '-euc', script], options)
    if (result.status !== 0) throw new CommandError({ ...result, argv: ['sh', '-euc', script] })
    return result.stdout
  }
  return {
    exec,
    sh,
    start(argv, { env } = {}) {
      const [program = '', ...parameters] = wrap(argv, env)
      const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'], env: systemEnvironment() })
      return { child, pid: () => commandPid(child) }
    },
    readFile: path => sh('cat -- "$FILE"', { env: { FILE: path } }),
    async writeFile(path, content, mode = '0644') {
      const script = 'mkdir -p -- "$(dirname -- "$FILE")"; cat > "$FILE"; chmod -- "$MODE" "$FILE"'
      await sh(script, { env: { FILE: path, MODE: mode }, input: content })
    },
    async exists(path) {
      return (await exec(['/usr/bin/test', '-e', path])).status === 0
    },
    async copyIn(from, path) {
      const into = wrap(['/bin/sh', '-euc', 'mkdir -p -- "$1"; exec tar -C "$1" -xf -', 'copy-in', path])
      const file = wrap([
        '/bin/sh',
        '-euc',
        'mkdir -p -- "$(dirname -- "$1")"; cat > "$1"; chmod "$2" "$1"',
        'copy-in',
        path,
      ])
      const pipe = 'if [ -d "$FROM" ]; then tar -C "$FROM" -cf - . | "$@"; else exit 3; fi'
      const folder = await runCommand(['/bin/bash', '-o', 'pipefail', '-c', pipe, 'copy-in', ...into], {
        env: { ...systemEnvironment(), FROM: from },
      })
      if (folder.status === 0) return
      if (folder.status !== 3) throw new CommandError(folder)
      const copy = 'exec "$@" "$(stat --format=%a -- "$FROM")" < "$FROM"'
      const result = await runCommand(['/bin/bash', '-c', copy, 'copy-in', ...file], {
        env: { ...systemEnvironment(), FROM: from },
      })
      if (result.status !== 0) throw new CommandError(result)
    },
    async copyOut(path, to) {
      const out = wrap(['/bin/cat', '--', path])
      const result = await runCommand(['/bin/bash', '-c', 'exec "$@" > "$TO"', 'copy-out', ...out], {
        env: { ...systemEnvironment(), TO: to },
      })
      if (result.status !== 0) throw new CommandError(result)
    },
  }
}

/** The wrapper is bash → nsenter → (fork into the pid namespace) command; the first two replace each other by exec. */
async function commandPid(child: ChildProcess): Promise<number> {
  const wrapper = child.pid
  if (wrapper === undefined) throw new Error('the command could not be started')
  return waitUntil('start of a command on a host', () => {
    if (child.exitCode !== null) throw new Error(`the command ended at once: exit ${String(child.exitCode)}`)
    // While it still is bash, its child is the mkdir that prepares the way in.
    return commandName(wrapper) === 'nsenter' ? childrenOf(wrapper)[0] : undefined
  })
}
