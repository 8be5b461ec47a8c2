import { openDataFolder } from '../adapters/disk-data-folder.ts'
import { createLogger } from '../adapters/logger.ts'
import { surroundings } from '../adapters/machine.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { unlockedDataFolder } from '../adapters/unlocked-data-folder.ts'
import { parseConfig } from '../config/parse-config.ts'
import { readSettings } from '../config/read-settings.ts'
import type { ServerConfig } from '../config/server-config.ts'
import type { DataFolder } from '../data-folder.ts'
import { connectDatabase } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { runningEmbedded } from '../database/embedded/adapters/running-embedded.ts'
import { isAway, isConnectionLoss, sqlStateOf } from '../database/sql-state.ts'
import { StartError, startErrors } from '../errors/start-error.ts'
import { resetPeople } from '../features/join-sign-in.ts'
import { resetAdministrator } from '../features/sign-in/links/admin-reset.ts'
import { oneTimeLink } from '../features/sign-in/links/one-time-tokens-service.ts'
import { localUrl, withPort } from '../public-address.ts'
import { readAdminArguments } from './admin-arguments.ts'
import { appOfRunning, openDatabase } from './open-database.ts'

const defaultPort = 8080

/** `patchyard admin …` on the server's own machine, whether the server runs or not; resolves with the status. */
export async function runAdmin(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const wish = readAdminArguments(argv)
    const config = parseConfig(readSettings(wish.rest, env).given, surroundings())
    await using host = await reachDatabase(config)
    const ports = { database: host.database, clock: systemClock, random: systemRandom, people: resetPeople }
    const done = await resetAdministrator(ports, wish).catch((error: unknown) => Promise.reject(sayable(error)))
    const link = oneTimeLink(await publicUrl(config, host.files), 'adminReset', done.token)
    const what = done.made
      ? 'was made and is administrator'
      : done.raised
        ? 'is administrator again'
        : 'is administrator'
    process.stdout.write(
      `${wish.email} ${what}. One-time link, until ${done.expiresAt.toISOString()}:\n${link}\n` +
        (host.running ? '' : 'The server does not run: start it, then open the link.\n') +
        (host.running && wish.rest.some(argument => argument.startsWith('--public-url'))
          ? 'The server runs and says itself how it is reached: --public-url was not used.\n'
          : ''),
    )
    return 0
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n${startErrors[error.code]}\n`)
    return 1
  }
}

/** SQLSTATE class 42: a table or column that this version knows is not there, because the server that runs is of another one. */
function sayable(error: unknown): Error {
  if (error instanceof StartError) return error
  const causes = [error, error instanceof Error ? error.cause : undefined]
  if (causes.some(cause => sqlStateOf(cause)?.startsWith('42') === true)) {
    return new StartError(
      'migration',
      'the server that runs here is of another version than this command; use the `patchyard` beside it, or start the server anew first',
      error,
    )
  }
  if (causes.some(cause => isAway(cause) || isConnectionLoss(cause))) {
    return new StartError('database_unreachable', 'the database of the server that runs here does not answer', error)
  }
  return error instanceof Error ? error : new Error(String(error))
}

interface Host extends AsyncDisposable {
  readonly database: Database
  readonly files: DataFolder
  readonly running: boolean
}

/** With the lock of the data folder the database is ours to start; without it the server that has it has started it. */
async function reachDatabase(config: ServerConfig): Promise<Host> {
  const log = createLogger('warn')
  const ports = { clock: systemClock, random: systemRandom, log }
  const parts = new AsyncDisposableStack()
  const end = () => parts.disposeAsync()
  try {
    const files = parts.use(await openDataFolder(config.dataDir))
    const opened = await openDatabase({ config, dataFolder: files, ...ports })
    parts.defer(() => opened.close())
    return { database: opened.database, files, running: false, [Symbol.asyncDispose]: end }
  } catch (error) {
    await end()
    if (!(error instanceof StartError) || error.code !== 'data_folder_in_use') throw error
  }
  const files = unlockedDataFolder(config.dataDir)
  // Migrating is for who starts: beside a server that runs, its database is taken as it is.
  const target =
    config.database.kind === 'external'
      ? await appOfRunning(config.database, files)
      : await runningEmbedded(config.dataDir)
  const database = connectDatabase({ target, ...ports, log: () => undefined, leakproof: true })
  return { database, files, running: true, [Symbol.asyncDispose]: () => database.close() }
}

/** As configured; else as the running server says it is reached; else as it would be by default. */
async function publicUrl(config: ServerConfig, files: DataFolder): Promise<string> {
  const port = config.port === 0 ? defaultPort : config.port
  const told = await files.read('address')
  if (told !== null) return Buffer.from(told).toString('utf8').trim()
  if (config.publicUrl !== null) return withPort(config.publicUrl, port)
  return localUrl(config.tls.kind !== 'plain', config.host, port)
}
