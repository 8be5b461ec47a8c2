/** Where a CLI speaks to and as whom. Environment wins over the file that `patchyard login` keeps. */
export interface CliConfig {
  /** Without a trailing slash. */
  readonly server: string
  readonly apiKey: string
  /** PEM of the authority to trust besides the system's; null: the system's alone. */
  readonly ca: string | null
}

/** Something about the setting of the CLI is wrong; exit code 2. */
export class CliConfigError extends Error {
  readonly code: 'not_logged_in' | 'config_unsafe' | 'config_invalid' | 'unknown_name'
  constructor(code: CliConfigError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Checks text of the config file or environment; throws {@link CliConfigError} naming what is wrong. */
export function parseServer(text: string): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new CliConfigError('config_invalid', `"${text}" is not an address such as https://patch.example.org:8443`)
  }
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new CliConfigError('config_invalid', `${text}: only https, or http to this machine itself`)
  }
  if (url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new CliConfigError('config_invalid', `${text}: an address holds no user, query or fragment`)
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

export function parseApiKey(text: string): string {
  const key = text.trim()
  if (!/^pyk_[A-Za-z0-9_-]{43}$/.test(key)) {
    throw new CliConfigError('config_invalid', 'an API key begins with pyk_ and has 47 characters')
  }
  return key
}
