import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { identify, type ProcessIdentity } from './process-identity.ts'

/** What a test process has made outside its own memory and must not outlive it. */
export type Leftover =
  | { readonly kind: 'process'; readonly identity: ProcessIdentity }
  | { readonly kind: 'bridge'; readonly name: string }
  | { readonly kind: 'cgroup'; readonly path: string }
  | { readonly kind: 'mount'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }

/** Only root makes machines; others still build packages in temporary folders. */
export const registryRoot =
  process.getuid?.() === 0 ? '/run/patchyard-tests' : join(tmpdir(), `patchyard-tests-${String(process.getuid?.())}`)

/** Folder of this process with one file a thing it made; made on first use together with its janitor. */
export interface Registry {
  readonly folder: string
  /** Call before making the thing (processes: right after). The returned function forgets it again. */
  add(leftover: Leftover): () => void
}

let own: Registry | undefined

export function ownRegistry(): Registry {
  own ??= openRegistry()
  return own
}

function openRegistry(): Registry {
  const owner = identify(process.pid)
  if (!owner) throw new Error('this process is not in /proc')
  mkdirSync(registryRoot, { recursive: true })
  const folder = makeFolder(owner)
  let next = 0
  startJanitor(folder)
  return {
    folder,
    add(leftover) {
      const path = join(folder, `${String(next++).padStart(6, '0')}.json`)
      writeFileSync(path, JSON.stringify(leftover))
      return () => rmSync(path, { force: true })
    },
  }
}

function makeFolder(owner: ProcessIdentity): string {
  // A process can hold this module twice (worker threads), and an older process may have had the same pid.
  for (let n = 0; ; n++) {
    const folder = join(registryRoot, `${String(owner.pid)}-${String(n)}`)
    try {
      mkdirSync(folder, { mode: 0o700 })
    } catch (error: unknown) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw error
    }
    writeFileSync(join(folder, 'owner'), JSON.stringify(owner))
    return folder
  }
}

/**
 * Waits on a pipe whose other end only this process holds. However this process ends (SIGKILL too) the kernel closes
 * the pipe, and the janitor then removes what the registry names. It has a session of its own, so Ctrl-C does not reach it.
 */
function startJanitor(folder: string): void {
  const reaper = fileURLToPath(new URL('./reaper-main.ts', import.meta.url))
  const janitor = spawn(
    '/bin/bash',
    ['-c', 'read -r _; exec "$@"', 'patchyard-tests-janitor', process.execPath, reaper, folder],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' },
  )
  janitor.unref()
  // The pipe must stay open for our whole life but must not keep us alive.
  ;(janitor.stdin as unknown as { unref(): void }).unref()
}

/** Folders of all registries on this machine. */
export function registryFolders(): string[] {
  try {
    return readdirSync(registryRoot).map(name => join(registryRoot, name))
  } catch {
    return []
  }
}

/** Undefined when the owner file is not there (yet): such a folder is not touched while it is younger than a minute. */
export function readOwner(folder: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'owner'), 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}

/** Newest first: things are removed in the opposite order of their making. */
export function readLeftovers(folder: string): Leftover[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .reverse()
    .flatMap(name => {
      try {
        return [JSON.parse(readFileSync(join(folder, name), 'utf8')) as Leftover]
      } catch {
        return [] // half written by a killed process: the thing itself was not made yet
      }
    })
}
