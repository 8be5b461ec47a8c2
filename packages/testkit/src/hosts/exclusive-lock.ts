import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Holds flock(2) on `path` while `work` runs. The lock belongs to a child that ends when its standard input closes, so
 * the kernel gives it back however this process ends; no stale lock files, no guessing from pids.
 */
export async function withExclusiveLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const child = spawn('flock', ['--exclusive', path, '/bin/sh', '-c', 'echo locked; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve())
      child.once('error', reject)
      child.once('exit', status => reject(new Error(`flock ${path}: exit ${String(status)}`)))
    })
    return await work()
  } finally {
    child.stdin.end()
    await ended
  }
}
