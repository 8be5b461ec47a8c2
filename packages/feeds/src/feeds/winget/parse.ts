import { capped } from '../../bytes/capped.ts'
import { wholeText } from '../../bytes/whole.ts'
import type { Member } from '../../bytes/zip-members.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { Rejection } from '../../records/record.ts'
import type { InstallerManifest, LocaleManifest } from './manifest-schema.ts'
import type { PackageVersion } from './map.ts'
import { readManifest } from './read-manifest.ts'

/** The largest manifest of winget-pkgs has some 200 kB (Firefox with all its languages). */
const LONGEST_MANIFEST = 2_000_000

/** Which packages are wanted, by the option `packages`. */
export function wantedPackages(option: string): (id: string) => boolean {
  const wanted = option
    .split(/[\s,]+/)
    .map(word => word.toLowerCase())
    .filter(word => word !== '')
  if (wanted.length === 0) return () => true
  const exact = new Set(wanted.filter(word => !word.endsWith('*')))
  const heads = wanted.filter(word => word.endsWith('*')).map(word => word.slice(0, -1))
  return id => exact.has(id.toLowerCase()) || heads.some(head => id.toLowerCase().startsWith(head))
}

/**
 * Versions of packages from the files of an archive, each made of the manifests of one folder. Files of a folder stand beside each other
 * in archives of git; where they do not, the later ones are rejected, since keeping all open until the end would keep the archive in memory.
 */
export async function* readFolders(
  members: AsyncIterable<Member>,
  limits: { readonly unpackedBytes: number },
  isWanted: (id: string) => boolean,
): AsyncGenerator<PackageVersion | Rejection> {
  const closed = new Set<string>()
  let open: Folder | null = null
  let left = limits.unpackedBytes
  for await (const { path, chunks } of members) {
    const name = manifestName(path)
    if (name === null || !isWanted(name.id)) continue
    if (open === null || open.path !== name.folder) {
      if (open !== null) yield* open.result()
      open = new Folder(name.folder)
      if (closed.has(name.folder)) {
        yield { kind: 'rejected', where: path, reason: 'stands apart from the other manifests of its folder' }
        open = null
        continue
      }
      closed.add(name.folder)
    }
    if (name.isVersionFile && open.hasInstallers) continue
    const text = await wholeText(capped(chunks, Math.min(LONGEST_MANIFEST, left), path))
    left -= text.length
    // Most of the files: reading them as YAML would double the time (0.3 ms each).
    if (!saysNothing.test(text)) open.add(path, text)
  }
  if (open !== null) yield* open.result()
}

/** Manifests that are read one at a time: only those that hold all. */
export function* readSingle(where: string, text: string): Generator<PackageVersion | Rejection> {
  const folder = new Folder('')
  folder.add(where, text)
  yield* folder.result()
}

/** Translations and version files say nothing that we take. */
const saysNothing = /^ManifestType: *"?(?:locale|version)"?\r?$/m

/** `…/Mozilla.Firefox.locale.en-US.yaml`; null for what is no manifest. */
function manifestName(
  path: string,
): { readonly folder: string; readonly id: string; readonly isVersionFile: boolean } | null {
  const at = path.lastIndexOf('/')
  const file = /^(.+?)(\.installer|\.locale\.[A-Za-z0-9-]+)?\.ya?ml$/.exec(path.slice(at + 1))
  if (file === null) return null
  // Without a part it may also be a manifest that holds all: then it stands alone.
  return { folder: path.slice(0, Math.max(at, 0)), id: file[1] ?? '', isVersionFile: file[2] === undefined }
}

class Folder {
  readonly path: string
  readonly #rejections: Rejection[] = []
  #id: { readonly id: string; readonly version: string } | null = null
  #installers: InstallerManifest | null = null
  #locale: LocaleManifest | null = null
  #where = ''

  constructor(path: string) {
    this.path = path
  }

  get hasInstallers(): boolean {
    return this.#installers !== null
  }

  add(where: string, text: string): void {
    this.#where = where
    try {
      const part = readManifest(text)
      this.#id ??= part
      if (part.id !== this.#id.id || part.version !== this.#id.version) return this.#reject('is of another package')
      this.#installers ??= part.installers
      this.#locale ??= part.locale
    } catch (cause) {
      if (!(cause instanceof FeedError)) throw cause
      this.#reject(cause.message)
    }
  }

  *result(): Generator<PackageVersion | Rejection> {
    yield* this.#rejections
    if (this.#id === null) return
    if (this.#installers !== null) {
      yield { id: this.#id.id, version: this.#id.version, installers: this.#installers, locale: this.#locale }
    } else if (this.#rejections.length === 0)
      yield { kind: 'rejected', where: this.#where, reason: 'has no installers' }
  }

  #reject(reason: string): void {
    this.#rejections.push({ kind: 'rejected', where: this.#where.slice(0, 200), reason })
  }
}
