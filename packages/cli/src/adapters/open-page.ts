import { spawn } from 'node:child_process'
import { hostname } from 'node:os'

/** Opens the page in a browser, where there seems to be one that somebody looks at. */
export function openPage(url: string): void {
  const { platform, env, stdout } = process
  const seen = platform === 'darwin' || platform === 'win32' || (env['DISPLAY'] ?? env['WAYLAND_DISPLAY']) !== undefined
  // Over SSH the browser would open where nobody sits.
  if (!stdout.isTTY || !seen || env['SSH_CONNECTION'] !== undefined) return
  const [command, ...args] =
    platform === 'darwin' ? ['open'] : platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open']
  const child = spawn(command ?? 'xdg-open', [...args, url], { stdio: 'ignore', detached: true })
  // Without a browser the printed address is the way.
  child.on('error', () => undefined)
  child.unref()
}

export const machineName = (): string => hostname()
