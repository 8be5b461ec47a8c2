// Classes of SQLSTATE that decide what happens next (PostgreSQL manual, appendix A).

/** The five-character code of an error that PostgreSQL itself reported, or undefined: then the connection broke. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

/** 40001 serialization_failure, 40P01 deadlock_detected: the same work run again may succeed. */
export function isRetryable(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === '40001' || state === '40P01'
}

/** 53100 disk_full. 53000–53400 otherwise: connections, memory. */
export function isDiskFull(error: unknown): boolean {
  return sqlStateOf(error) === '53100'
}

/**
 * The server went away or would not take us: 08 connection exceptions, 53 resources, 57P0x shutdown, crash and
 * start-up, 57014 statement timeout, 55P03 lock timeout, 25P03 idle in transaction; system call errors of the socket.
 */
export function isAway(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state !== undefined) {
    return /^(08|53)/.test(state) || /^57P0[1-5]$/.test(state) || ['57014', '55P03', '25P03', '25P04'].includes(state)
  }
  return isConnectionLoss(error)
}

const lostMessages = [
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Query read timeout',
]
const lostCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]

/** The connection itself broke or was never made. node-postgres gives its own losses no code, only these sentences. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && lostCodes.includes(error.code)) return true
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isConnectionLoss)
  return lostMessages.includes(error.message)
}
