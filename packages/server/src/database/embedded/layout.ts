import { join } from 'node:path'

/**
 * Folders of the embedded PostgreSQL below the data folder:
 *
 *     postgres/                       root 0711, so that the database user can pass through
 *     postgres/runtime-<version>/     copied binaries, owned by the starter, readable by all
 *     postgres/cluster/               the data, database user 0700
 *     postgres/run/                   the socket, database user 0700: who may open it is the first wall
 */
export interface EmbeddedLayout {
  readonly root: string
  readonly runtime: string
  readonly cluster: string
  readonly run: string
  /**
   * Whether the database user can walk down to these folders. When a folder above is closed to it (a private temporary
   * folder, /root), PostgreSQL is started inside its data and names it by that: see `asSeenInside`.
   */
  readonly reachable: boolean
}

/**
 * The paths that PostgreSQL itself is given. A working directory can be entered by whoever starts a process and stays open
 * to it afterwards; `/proc/self/cwd` is an absolute path to it that asks nothing of the folders above (proc(5)), and
 * PostgreSQL's own paths are all relative to its data.
 */
export function asSeenInside(layout: EmbeddedLayout): { readonly cluster: string; readonly run: string } {
  if (layout.reachable) return layout
  return { cluster: '/proc/self/cwd', run: layout.run.startsWith(`${layout.root}/`) ? '../run' : layout.run }
}

/** Only names the socket file: there is no TCP listener. */
export const embeddedPort = 5432

// sun_path holds 108 bytes with its NUL on Linux, 104 on macOS (unix(7), sys/un.h); PostgreSQL refuses to start beyond.
const socketPathLimits: Partial<Record<NodeJS.Platform, number>> = { darwin: 103 }

/**
 * `shortRun(name)` gives a folder with a short path for the case that the socket's path under `dataDir` would be too long.
 */
export function embeddedLayout(input: {
  dataDir: string
  runtimeName: string
  platform: NodeJS.Platform
  reachable: boolean
  /** For binaries, when the data folder is closed to the database user. */
  sharedFolder: string
  shortRun: () => string
}): EmbeddedLayout {
  const root = join(input.dataDir, 'postgres')
  const run = join(root, 'run')
  const limit = socketPathLimits[input.platform] ?? 107
  // PostgreSQL also makes `<socket>.lock` beside it, which is a plain file and has no such limit.
  const fits = Buffer.byteLength(join(run, `.s.PGSQL.${embeddedPort}`)) <= limit
  return {
    root,
    // An executable, unlike data, is found by its real path.
    runtime: join(input.reachable ? root : input.sharedFolder, `runtime-${input.runtimeName}`),
    cluster: join(root, 'cluster'),
    run: fits ? run : input.shortRun(),
    reachable: input.reachable,
  }
}
