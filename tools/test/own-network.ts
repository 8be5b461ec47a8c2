import { spawnSync } from 'node:child_process'

const words = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'] as const

/**
 * Words that start a program in a network of its own, with no more than a loopback; none where that is not allowed, or the database
 * is elsewhere. Chromium ends every request with ERR_NETWORK_CHANGED when an interface comes or goes on the machine, and the hosts of
 * other tests bring theirs.
 */
export function ownNetwork(): readonly string[] {
  if (process.platform !== 'linux' || process.env.DATABASE_URL !== undefined) return []
  const [command, ...args] = words
  return spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0 ? words : []
}
