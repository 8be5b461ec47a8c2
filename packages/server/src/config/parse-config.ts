import { isAbsolute, join, resolve } from 'node:path'
import { ConfigError } from './config-error.ts'
import { egressProxy } from './egress-proxy.ts'
import { parseDatabaseUrl } from './database-url.ts'
import { isCidr } from './ip-address.ts'
import { choosePlace } from './listen-choice.ts'
import type { Given, GivenSettings } from './read-settings.ts'
import { logLevels, type DatabaseChoice, type LogLevel, type ServerConfig } from './server-config.ts'
import type { SettingName } from './settings.ts'

/** What the defaults depend on. */
export interface Surroundings {
  readonly isRoot: boolean
  /** Home folder of the user; undefined where there is none. */
  readonly home: string | undefined
  /** Working directory, for relative paths. */
  readonly cwd: string
}

/** Texts to one frozen object. Throws ConfigError, which names the flag or variable, what was found and what is allowed. */
export function parseConfig(given: GivenSettings, around: Surroundings): ServerConfig {
  const place = choosePlace(given, path => resolve(around.cwd, path))
  return deepFreeze({
    dataDir: dataFolder(one(given, 'data'), around),
    ...place,
    egressAllow: (given.egressAllow ?? []).map(openedNetwork),
    egressProxy: egressProxy(given),
    database: databaseChoice(given),
    demo: switchedOn(one(given, 'demo')),
    feeds: !switchedOn(one(given, 'noFeeds')),
    feedSpaceBytes: gigabytes(one(given, 'feedSpace'), 20),
    logLevel: logLevel(one(given, 'logLevel')),
  })
}

export function one(given: GivenSettings, name: SettingName): Given | undefined {
  return given[name]?.[0]
}

function dataFolder(found: Given | undefined, around: Surroundings): string {
  if (found !== undefined) {
    if (found.text.includes('\0')) throw new ConfigError(found.source, found.text, 'is not a path')
    return resolve(around.cwd, found.text)
  }
  if (around.isRoot) return '/var/lib/patchyard'
  if (around.home === undefined || !isAbsolute(around.home)) {
    throw new ConfigError('--data', null, 'is needed: this user has no home folder for the default')
  }
  return join(around.home, '.local', 'share', 'patchyard')
}

function openedNetwork(found: Given): string {
  if (!isCidr(found.text))
    throw new ConfigError(found.source, found.text, 'is not an address or network (example: 10.20.0.0/16)')
  if (found.text.endsWith('/0')) throw new ConfigError(found.source, found.text, 'would open every network')
  return found.text
}

function databaseChoice(given: GivenSettings): DatabaseChoice {
  const url = one(given, 'databaseUrl')
  const appUrl = one(given, 'databaseAppUrl')
  if (url === undefined) {
    if (appUrl !== undefined) throw new ConfigError(appUrl.source, null, 'is of no use without DATABASE_URL')
    return { kind: 'embedded' }
  }
  const owner = parseDatabaseUrl(url.source, url.text)
  const app = appUrl === undefined ? null : parseDatabaseUrl(appUrl.source, appUrl.text)
  if (app !== null && app.database !== owner.database) {
    throw new ConfigError('DATABASE_APP_URL', null, 'names another database than DATABASE_URL')
  }
  if (app !== null && app.user === owner.user) {
    throw new ConfigError(
      'DATABASE_APP_URL',
      null,
      'names the same role as DATABASE_URL; the owner of tables is not held by the wall',
    )
  }
  return { kind: 'external', owner, app }
}

const GB = 1_000_000_000

const switchWords: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  false: false,
  '0': false,
  no: false,
}

function switchedOn(found: Given | undefined): boolean {
  if (found === undefined) return false
  const value = switchWords[found.text]
  if (value === undefined) throw new ConfigError(found.source, found.text, 'is neither true nor false')
  return value
}

function gigabytes(found: Given | undefined, usual: number): number {
  if (found === undefined) return usual * GB
  if (!/^\d{1,5}$/.test(found.text) || Number(found.text) === 0)
    throw new ConfigError(found.source, found.text, 'is not a whole number of gigabytes from 1 to 99999')
  return Number(found.text) * GB
}

function logLevel(found: Given | undefined): LogLevel {
  if (found === undefined) return 'info'
  const level = logLevels.find(word => word === found.text)
  if (level === undefined) throw new ConfigError(found.source, found.text, `is not one of ${logLevels.join(', ')}`)
  return level
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value))
    if (typeof member === 'object' && member !== null) deepFreeze(member as object)
  return Object.freeze(value)
}
