import pino, { type Logger } from 'pino'
import type { LogLevel } from '../config/server-config.ts'

/** Members that hold secrets wherever they turn up in a log object. Bodies and headers are not logged at all. */
export const redactedMembers = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'key',
  'privateKey',
  'sessionToken',
] as const

const redactedPaths = redactedMembers.flatMap(name => [name, `*.${name}`, `*.*.${name}`, `*["set-${name}"]`])

/**
 * What a log needs of an error. Its other members stay out: the driver of the database hangs the whole connection on its
 * errors, with keys, and the values of a row that broke a constraint.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return String(error)
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined || depth >= 4 ? {} : { cause: describeError(error.cause, depth + 1) }),
  }
}

/** JSON lines on standard error: standard output is for the few lines that a person waits for (address, first link). */
export function createLogger(level: LogLevel, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: describeError, error: describeError },
  }
  // Synchronous: the last lines before an end are the ones that are looked for.
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }))
}
