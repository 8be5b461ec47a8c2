import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../core/message-of.ts'
import { SecretFileError, type SecretFiles, type SecretName } from '../core/ports/secret-files.ts'

/**
 * The agent's folder. It holds a key that speaks for this host, so nobody else may look into it or have put something there: mode 0700,
 * ours, no link; every file in it 0600, ours, a plain file with one name.
 */
export interface StateFolder {
  readonly path: string
  readonly secrets: SecretFiles
  readonly journalPath: string
  /** Takes the journal away with its log and its room; nothing may have it open. */
  removeJournal(): void
  /** What the journal could not hold when it broke, for the next process; null: nothing. Reading forgets it. */
  takeFault(): string | null
  /** Best effort: the disk that broke the journal may break this too. */
  leaveFault(text: string): void
}

export type StateFolderErrorCode = 'E_STATE_FOLDER' | 'E_AGENT_RUNNING'

export class StateFolderError extends Error {
  readonly code: StateFolderErrorCode

  constructor(code: StateFolderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StateFolderError'
    this.code = code
  }
}

/** @throws StateFolderError `E_STATE_FOLDER` when it cannot be made, or is there and not safe */
export function openStateFolder(path: string): StateFolder {
  try {
    // Not its parents: Node's recursive form never returns on some file systems (/proc), and a wrong path is better named than made.
    mkdirSync(path, { mode: 0o700 })
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') {
      throw new StateFolderError('E_STATE_FOLDER', `${path} cannot be made: ${messageOf(cause)}`, { cause })
    }
  }
  const stat = lstatSync(path)
  const complaint = !stat.isDirectory()
    ? 'is not a folder'
    : stat.uid !== ownUser()
      ? `belongs to user ${stat.uid}`
      : (stat.mode & 0o077) !== 0
        ? `may be read by others (mode ${(stat.mode & 0o777).toString(8)}); "chmod 700 ${path}" if nobody was in it`
        : null
  if (complaint !== null) throw new StateFolderError('E_STATE_FOLDER', `${path} ${complaint}`)
  const journalPath = join(path, 'journal.db')
  const faultPath = join(path, 'fault')
  return {
    path,
    secrets: secretsIn(path),
    journalPath,
    removeJournal: () => {
      for (const end of ['', '-wal', '-shm', '.reserve']) rmSync(`${journalPath}${end}`, { force: true })
      syncFolder(path)
    },
    takeFault: () => {
      try {
        const text = readFileSync(faultPath, 'utf8').slice(0, 200)
        rmSync(faultPath, { force: true })
        return text
      } catch {
        // None was left.
        return null
      }
    },
    leaveFault: text => {
      try {
        writeFileSync(faultPath, text, { mode: 0o600 })
      } catch {
        // The log has it.
      }
    },
  }
}

const fileNames: { readonly [N in SecretName]: string } = {
  agent: 'agent.key',
  next: 'next.key',
  activation: 'activation.key',
}

/** A seed has 32 bytes, an activation key about 170. */
const MOST_BYTES = 1024

function secretsIn(folder: string): SecretFiles {
  const pathOf = (name: SecretName) => join(folder, fileNames[name])
  return {
    read: name => readSecret(pathOf(name)),
    create: (name, bytes) => createSecret(folder, pathOf(name), bytes),
    remove: name => {
      rmSync(pathOf(name), { force: true })
      syncFolder(folder)
    },
    promoteNextKey: () => {
      try {
        renameSync(pathOf('next'), pathOf('agent'))
      } catch (cause) {
        throw new SecretFileError('E_SECRET_IO', `the new key cannot take its place: ${messageOf(cause)}`, { cause })
      }
      syncFolder(folder)
    },
  }
}

function readSecret(path: string): Uint8Array | null {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null
    if (codeOf(cause) === 'ELOOP') throw new SecretFileError('E_SECRET_LOOSE', `${path} is a link`, { cause })
    throw new SecretFileError('E_SECRET_IO', `${path}: ${messageOf(cause)}`, { cause })
  }
  try {
    const stat = fstatSync(file)
    if (!stat.isFile() || stat.uid !== ownUser() || (stat.mode & 0o077) !== 0 || stat.nlink !== 1) {
      throw new SecretFileError('E_SECRET_LOOSE', `${path} may be read or was made by others`)
    }
    const bytes = Buffer.alloc(MOST_BYTES)
    const length = readSync(file, bytes, 0, MOST_BYTES, 0)
    return new Uint8Array(bytes.subarray(0, length))
  } finally {
    closeSync(file)
  }
}

/** Written beside and linked to its name: whole or not there, and never in the place of another. */
function createSecret(folder: string, path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.unfinished`
  rmSync(unfinished, { force: true })
  const file = openSync(
    unfinished,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  )
  try {
    // The umask may have taken more away than it should.
    fchmodSync(file, 0o600)
    if (writeSync(file, bytes) !== bytes.length) throw new SecretFileError('E_SECRET_IO', `${path}: short write`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(unfinished, path)
  } catch (cause) {
    const exists = codeOf(cause) === 'EEXIST'
    throw new SecretFileError(exists ? 'E_SECRET_EXISTS' : 'E_SECRET_IO', `${path}: ${messageOf(cause)}`, { cause })
  } finally {
    rmSync(unfinished, { force: true })
  }
  syncFolder(folder)
}

function syncFolder(path: string): void {
  const folder = openSync(path, constants.O_RDONLY)
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function ownUser(): number {
  return process.getuid?.() ?? 0
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
