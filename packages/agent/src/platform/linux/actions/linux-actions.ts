import type { ActionItem } from '@patchyard/protocol'
import type { ActionResult, Actions } from '../../../core/ports/actions.ts'
import { type Disk, DiskError } from '../../../core/ports/disk.ts'
import { ProcessError, type Processes, type Scopes } from '../../../core/ports/processes.ts'
import type { ProviderId } from '../../../core/ports/scan-result.ts'
import {
  type ActionCommand,
  interpreterPaths,
  type NoCommand,
  packageCommand,
  serviceCommand,
} from './action-command.ts'

/** Enough of each stream for its log; the log itself keeps head and tail. */
const CAPTURE_BYTES = 65_536

export interface LinuxActionPorts {
  readonly processes: Processes
  readonly scopes: Scopes
  readonly disk: Disk
  /** Null: no package manager that the agent knows. */
  readonly engine: ProviderId | null
  /**
   * Where scripts lie while they run: root's own, gone with the next boot (`/run/patchyard-agent`). It need not be executable: the interpreter
   * reads the file.
   */
  readonly folder: string
}

/** Actions by interpreters, the host's own package manager and systemctl. */
export function createLinuxActions(ports: LinuxActionPorts): Actions {
  const { disk, folder, processes, scopes } = ports
  const fileOf = (scopeName: string) => `${folder}/${scopeName}`
  return {
    run: async (item, { timeoutMs, scopeName }): Promise<ActionResult> => {
      try {
        const command = await commandOf(ports, item, fileOf(scopeName))
        if ('detail' in command) return { started: false, detail: command.detail }
        const result = await processes.run({
          ...command,
          timeoutMs,
          captureBytes: CAPTURE_BYTES,
          overflow: 'cut',
          scope: { kind: 'transient', name: scopeName, leavesNothing: true },
        })
        return { started: true, exitCode: result.code, timedOut: result.timedOut, log: result.log }
      } catch (error) {
        if (!(error instanceof ProcessError || error instanceof DiskError)) throw error
        return { started: false, detail: error.message.slice(0, 200) }
      } finally {
        await disk.remove(fileOf(scopeName)).catch(() => {})
      }
    },
    isRunning: scopeName => scopes.isRunning(scopeName),
    end: async scopeName => {
      await scopes.end(scopeName)
      await disk.remove(fileOf(scopeName)).catch(() => {})
    },
  }
}

async function commandOf(
  { disk, engine, folder }: LinuxActionPorts,
  item: ActionItem,
  scriptPath: string,
): Promise<ActionCommand | NoCommand> {
  switch (item.kind) {
    case 'install':
    case 'uninstall':
      return packageCommand(engine, item.kind, item.packages)
    case 'service':
      return serviceCommand(item.service, item.operation)
    case 'script': {
      const program = await firstThere(disk, interpreterPaths(item.interpreter))
      if (program === null) return { detail: `this host has no ${item.interpreter}` }
      await disk.makeDirectory(folder, 0o700)
      await disk.writeAtomic(scriptPath, item.script, 0o600)
      return { program, args: [scriptPath] }
    }
  }
}

async function firstThere(disk: Disk, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if ((await disk.stat(path).catch(() => null)) !== null) return path
  return null
}
