import { readFile } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import type { Surroundings } from '../config/parse-config.ts'
import { StartError } from '../errors/start-error.ts'

/** What defaults depend on. */
export function surroundings(): Surroundings {
  return { isRoot: process.getuid?.() === 0, home: homeOf(), cwd: process.cwd() }
}

function homeOf(): string | undefined {
  try {
    return homedir()
  } catch {
    // A user without an entry in /etc/passwd and without HOME: `--data` is then asked for.
    return undefined
  }
}

export function machineName(): string {
  return hostname()
}

/** A certificate or key file. Throws StartError `tls`. */
export async function readPemFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new StartError(
      'tls',
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      error,
    )
  }
}

/**
 * Last resort. A promise that nobody waited for is a defect of one request and must not end the service for all; an exception
 * that nobody caught leaves the process in an unknown state, and ends it.
 */
export function reportUnexpected(report: (what: string, error: unknown) => void): void {
  process.on('unhandledRejection', error => report('a rejected promise was not handled', error))
  process.on('uncaughtException', error => {
    report('an exception was not caught; the server ends', error)
    process.exit(1)
  })
}

/** Resolves when a person or the service manager asks for the end; a second time ends at once. */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1))
        resolve(signal)
      })
    }
  })
}
