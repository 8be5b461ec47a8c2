import { ConfigError } from '../config/config-error.ts'

export interface AdminArguments {
  readonly email: string
  readonly name: string | null
  readonly removeFactors: boolean
  /** For the server's own settings: data folder, public address. */
  readonly rest: readonly string[]
}

/** `reset --email ADDRESS [--name NAME] [--remove-second-factors]` and settings of the server. Throws ConfigError. */
export function readAdminArguments(argv: readonly string[]): AdminArguments {
  const [verb, ...others] = argv
  if (verb !== 'reset') throw new ConfigError(verb ?? 'reset', null, 'is not known; the verb is reset')
  let email: string | null = null
  let name: string | null = null
  let removeFactors = false
  const rest: string[] = []
  for (let at = 0; at < others.length; at += 1) {
    const argument = others[at] ?? ''
    if (argument === '--remove-second-factors') removeFactors = true
    else if (argument === '--email') email = others[(at += 1)] ?? null
    else if (argument === '--name') name = others[(at += 1)] ?? null
    else rest.push(argument)
  }
  if (email === null || !/^[^\s@\0-\x1f]+@[^\s@\0-\x1f]+$/.test(email) || email.length > 254) {
    throw new ConfigError('--email', email, 'is not an address (example: admin@example.org)')
  }
  return { email, name, removeFactors, rest }
}
