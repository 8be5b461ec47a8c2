import { basename } from 'node:path'
import type { Archive, OfferedPackage } from '@patchyard/domain'
import { FeedError, readAptPackages, readAptRelease } from '@patchyard/feeds'
import { InputFileError } from '../../session/input-file-error.ts'

export interface ArchiveFiles {
  /** Packages files, packed or not. */
  readonly packages: readonly string[]
  /** Those of a security archive without a Release file. */
  readonly securityPackages: readonly string[]
  /** InRelease files. */
  readonly releases: readonly string[]
  /** What Packages files without a Release file are called; null: their own name. */
  readonly origin: string | null
}

export interface ReadArchives {
  readonly offered: readonly OfferedPackage[]
  /** Entries of the files that are none. */
  readonly rejected: number
}

type Open = (path: string) => AsyncIterable<Uint8Array>

/**
 * What the files offer of the packages with these names. A Release file is of the Packages files whose names begin with its own, as in
 * /var/lib/apt/lists. Throws InputFileError.
 */
export async function readArchives(files: ArchiveFiles, names: ReadonlySet<string>, open: Open): Promise<ReadArchives> {
  const releases: Release[] = []
  for (const path of files.releases) {
    const { origin, isSecurity, pin } = await reading(path, () => readAptRelease(open(path)))
    releases.push({ path, stem: stemOf(path), archive: { origin, isSecurity, pin } })
  }
  const archives = files.packages.map(path => ({ path, archive: archiveOf(path, releases, files.origin) }))
  checkUsed(releases, archives)
  for (const path of files.securityPackages)
    archives.push({ path, archive: { ...unknown(path, files.origin), isSecurity: true } })
  const offered: OfferedPackage[] = []
  let rejected = 0
  for (const { path, archive } of archives) {
    await reading(path, async () => {
      for await (const item of readAptPackages(open(path), archive)) {
        if (item.kind === 'rejected') rejected++
        else if (names.has(item.name)) offered.push({ ...item, archive })
      }
    })
  }
  return { offered, rejected }
}

interface Release {
  readonly path: string
  readonly stem: string
  readonly archive: Archive
}

/** "bookworm-security.InRelease", ".._dists_bookworm-security_InRelease" → what its Packages files begin with. */
const stemOf = (path: string): string => basename(path).replace(/[._]?(?:In)?Release$/, '')

function archiveOf(path: string, releases: readonly Release[], origin: string | null): Archive {
  const name = basename(path)
  const own = releases
    .filter(({ stem }) => name.startsWith(stem) && /^[._-]/.test(name.slice(stem.length)))
    .sort((a, b) => b.stem.length - a.stem.length)[0]
  return own?.archive ?? unknown(path, origin)
}

const unknown = (path: string, origin: string | null): Archive => ({
  origin: origin ?? basename(path),
  isSecurity: false,
  pin: 500,
})

/** A Release file that nothing belongs to is most likely misnamed, and its security flag would be lost in silence. */
function checkUsed(releases: readonly Release[], archives: readonly { readonly archive: Archive }[]): void {
  const unused = releases.find(({ archive }) => !archives.some(one => one.archive === archive))
  if (unused === undefined) return
  throw new InputFileError(
    `${unused.path} is of none of the Packages files: their names must begin with "${unused.stem}", as in /var/lib/apt/lists`,
  )
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause: unknown) {
    if (!(cause instanceof FeedError)) throw cause
    throw new InputFileError(`${path}: ${cause.message}`, cause)
  }
}
