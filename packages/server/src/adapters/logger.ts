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

/** JSON lines on standard error: standard output is for the few lines that a person waits for (address, first link). */
export function createLogger(level: LogLevel, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
  }
  // Synchronous: the last lines before an end are the ones that are looked for.
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }))
}
