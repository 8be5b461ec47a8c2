/**
 * The server cannot start, and a person has to do something about it. Printed as one sentence without a stack; the
 * process ends with status 1. `code` is stable and listed in docs/errors.md.
 */
export class StartError extends Error {
  override readonly name: string = 'StartError'
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** What each code asks of the person who starts the server. */
export const startErrors = {
  node_version: 'Start the server on the Node version that the message names; `npm start` does so by itself.',
  config: 'Correct the flag or environment variable that the message names.',
  data_folder: 'Give a data folder that the server may write to and that its database user can reach.',
  data_folder_in_use: 'Another server runs with this data folder. Stop it, or give this one its own `--data`.',
  database_binaries: 'Install the optional package for this platform (`npm ci` does), or set `DATABASE_URL`.',
  database_user: 'Create the system user that the message names, or set `DATABASE_URL`.',
  database_start: 'Read the last lines of the database that the message repeats. A full disk is the usual reason.',
  database_version: 'Use PostgreSQL 15, 16, 17 or 18.',
  database_unreachable: 'Check `DATABASE_URL`: address, user, password, TLS.',
  database_encoding: 'Use a database made with `ENCODING UTF8`.',
  database_role:
    'Give roles as docs/database.md says: an owner that migrates, and an app role that cannot bypass row-level security.',
  migration:
    'The data is unchanged. Use the version of Patchyard that made this database or a newer one; report the message if it stays.',
  route: 'A defect of this version: a route says nothing about who may use it. Report it.',
  tls: 'Give a certificate chain and its key as PEM files with `--tls-cert` and `--tls-key`.',
  listen: 'Another program uses the port, or it needs more rights. Give another `--port`.',
} as const

export type StartErrorCode = keyof typeof startErrors
