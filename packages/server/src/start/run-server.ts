import { openDataFolder } from '../adapters/disk-data-folder.ts'
import { createLogger } from '../adapters/logger.ts'
import { machineName, readPemFile, reportUnexpected, surroundings, untilAskedToStop } from '../adapters/machine.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { parseConfig } from '../config/parse-config.ts'
import { readSettings } from '../config/read-settings.ts'
import type { ServerConfig } from '../config/server-config.ts'
import { helpText } from '../config/settings.ts'
import { createNodeEgress } from '../egress/adapters/node-egress.ts'
import { StartError, startErrors } from '../errors/start-error.ts'
import { registerFeatures } from '../features/index.ts'
import { findAgentPackages } from '../http/adapters/agent-packages.ts'
import { findPageFolder } from '../http/adapters/page-files.ts'
import { createServer } from '../server.ts'
import { version } from '../version.ts'
import { openDatabase } from './open-database.ts'
import { keepTlsFresh } from './tls-renewal.ts'
import { loadTls, type TlsPorts } from './tls-source.ts'

const addressFile = 'address'

/** From the command line to the end of the process; resolves with its status. */
export async function runServer(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const stopAsked = untilAskedToStop()
  try {
    const { given, ask } = readSettings(argv, env)
    if (ask !== null) {
      process.stdout.write(ask === 'help' ? helpText() : `${version}\n`)
      return 0
    }
    await serve(parseConfig(given, surroundings()), stopAsked)
    return 0
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n${startErrors[error.code]}\n`)
    return 1
  }
}

async function serve(config: ServerConfig, stopAsked: Promise<NodeJS.Signals>): Promise<void> {
  const log = createLogger(config.logLevel)
  reportUnexpected((what, error) => log.error({ err: error }, what))
  const clock = systemClock
  const random = systemRandom
  const since = clock.monotonicMs()
  // In the order of their making; ended in reverse, whatever fails on the way.
  await using parts = new AsyncDisposableStack()
  const dataFolder = parts.use(await openDataFolder(config.dataDir))
  await dataFolder.remove(addressFile)

  const tlsPorts: TlsPorts = {
    ...{ config, dataFolder, clock, random, hostname: machineName(), readPem: readPemFile },
    warn: message => log.warn(message),
  }
  // Before the database: a wrong certificate is found at once.
  const tls = await loadTls(tlsPorts)
  const opened = await openDatabase({ config, dataFolder, clock, random, log })
  parts.defer(() => opened.close())
  const server = await createServer({
    ...{ config, clock, random, log, dataFolder, tls, registerFeatures },
    egress: createNodeEgress({ allowed: config.egressAllow, proxy: config.egressProxy }),
    database: opened.database,
    databaseInfo: opened.info,
    pageFolder: findPageFolder(),
    agentPackages: findAgentPackages(),
    announce: text => void process.stdout.write(text),
  })
  parts.defer(() => server.stop())
  const address = await server.listen()
  parts.defer(() => dataFolder.remove(addressFile))
  await dataFolder.write(addressFile, `${address}\n`)
  if (tls !== null) parts.defer(keepTlsFresh({ ...tlsPorts, log, present: tls, app: server.app }))

  log.info(
    {
      address,
      version,
      dataFolder: config.dataDir,
      database: opened.info,
      ms: Math.round(clock.monotonicMs() - since),
    },
    'listening',
  )
  process.stdout.write(`Patchyard listens on ${address}\n`)
  const signal = await stopAsked
  log.info({ signal }, 'stopping')
}
