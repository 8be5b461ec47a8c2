import { ConfigError } from './config-error.ts'
import { settings, type Setting, type SettingName } from './settings.ts'

/** A value with the name that it was given under, for messages. */
export interface Given {
  readonly source: string
  readonly text: string
}

export type GivenSettings = { readonly [Name in SettingName]?: readonly Given[] }

export interface Arguments {
  readonly given: GivenSettings
  readonly ask: 'help' | 'version' | null
}

/** Collects flags and variables; a flag wins over its variable. Throws ConfigError for what is unknown or given twice. */
export function readSettings(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Arguments {
  const found: { [Name in SettingName]?: Given[] } = {}
  let ask: Arguments['ask'] = null
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? ''
    if (argument === '--help' || argument === '--version') {
      ask = argument === '--help' ? 'help' : 'version'
      continue
    }
    const [flag, inline] = splitOnce(argument)
    const setting = settings.find(candidate => candidate.flag === flag) as (Setting & { name: SettingName }) | undefined
    if (setting === undefined) throw new ConfigError(flag, null, 'is not known; --help lists what is')
    const earlier = found[setting.name] ?? []
    if (earlier.length > 0 && setting.many !== true) throw new ConfigError(flag, null, 'is given twice')
    found[setting.name] = [...earlier, { source: flag, text: valueOf(setting, flag, inline, () => argv[(at += 1)]) }]
  }
  for (const setting of settings as readonly (Setting & { name: SettingName })[]) {
    const text = env[setting.env]
    // An empty variable is how compose files and units say "not set".
    if (found[setting.name] !== undefined || text === undefined || text === '') continue
    const texts = setting.many === true ? text.split(',').map(part => part.trim()) : [text]
    found[setting.name] = texts.map(part => ({ source: setting.env, text: part }))
  }
  return { given: found, ask }
}

function splitOnce(argument: string): [string, string | undefined] {
  const at = argument.indexOf('=')
  return at === -1 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)]
}

function valueOf(setting: Setting, flag: string, inline: string | undefined, next: () => string | undefined): string {
  if (setting.value === null) {
    if (inline !== undefined) throw new ConfigError(flag, inline, 'is a value for a switch that takes none')
    return 'true'
  }
  const text = inline ?? next()
  if (text === undefined || text === '' || (inline === undefined && text.startsWith('--'))) {
    throw new ConfigError(flag, null, `is missing: ${flag} ${setting.value}`)
  }
  return text
}
