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
  shortRun: () => string
}): EmbeddedLayout {
  const root = join(input.dataDir, 'postgres')
  const run = join(root, 'run')
  const limit = socketPathLimits[input.platform] ?? 107
  // PostgreSQL also makes `<socket>.lock` beside it, which is a plain file and has no such limit.
  const fits = Buffer.byteLength(join(run, `.s.PGSQL.${embeddedPort}`)) <= limit
  return {
    root,
    runtime: join(root, `runtime-${input.runtimeName}`),
    cluster: join(root, 'cluster'),
    run: fits ? run : input.shortRun(),
  }
}
