import { realpath } from 'node:fs/promises'
import type { PoolTarget } from '../../pool.ts'
import { embeddedLayout, embeddedPort } from '../layout.ts'
import { appRole } from './cluster.ts'
import { sharedFolder, shortRunFolder } from './folders.ts'
import { databaseName } from './start-embedded.ts'

/**
 * How the app role reaches the PostgreSQL that a running server supervises. The kernel says who connects: only the user of the
 * server is let in.
 */
export async function runningEmbedded(dataFolder: string): Promise<PoolTarget> {
  const dataDir = await realpath(dataFolder)
  const { run } = embeddedLayout({
    dataDir,
    runtimeName: '',
    platform: process.platform,
    reachable: true,
    sharedFolder,
    shortRun: () => shortRunFolder(dataDir),
  })
  return { host: run, port: embeddedPort, user: appRole, database: databaseName }
}
