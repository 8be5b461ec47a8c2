import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { type CliConfig, CliConfigError, parseApiKey, parseServer } from '../session/cli-config.ts'

const configPath = (): string => {
  const base = process.env['XDG_CONFIG_HOME']
  return join(base === undefined || base === '' ? join(homedir(), '.config') : base, 'patchyard', 'cli.json')
}

/** Environment, then the file of `login`. Throws CliConfigError `not_logged_in` or what is wrong with it. */
export async function loadCliConfig(): Promise<CliConfig> {
  const server = process.env['PATCHYARD_SERVER']
  const apiKey = process.env['PATCHYARD_API_KEY']
  const caFile = process.env['PATCHYARD_CA_FILE']
  if (server !== undefined && apiKey !== undefined) {
    return {
      server: parseServer(server),
      apiKey: parseApiKey(apiKey),
      ca: caFile === undefined ? null : await readFile(caFile, 'utf8'),
    }
  }
  const path = configPath()
  let text: string
  try {
    const { mode, uid } = await stat(path)
    // A key that others can read is not a secret any more: refused, not just warned about.
    if ((mode & 0o077) !== 0 || uid !== process.getuid?.()) {
      throw new CliConfigError(
        'config_unsafe',
        `${path} must belong to you with mode 600; change it, or run "patchyard login" again`,
      )
    }
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new CliConfigError('not_logged_in', 'run "patchyard login --server https://…" first')
  }
  let value: { server?: unknown; apiKey?: unknown; ca?: unknown }
  try {
    value = JSON.parse(text) as typeof value
  } catch {
    throw new CliConfigError('config_invalid', `${path} is not JSON; run "patchyard login" again`)
  }
  return {
    server: parseServer(String(value.server)),
    apiKey: parseApiKey(String(value.apiKey)),
    ca: typeof value.ca === 'string' ? value.ca : null,
  }
}

export const forgetCliConfig = (): Promise<void> => rm(configPath(), { force: true })

/** 0600, whole or not at all; returns the path. */
export async function saveCliConfig(config: CliConfig): Promise<string> {
  const path = configPath()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.new`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(config, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await chmod(temporary, 0o600)
  await rename(temporary, path)
  return path
}
