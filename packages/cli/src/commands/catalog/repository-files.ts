import {
  isOfModule,
  type ModuleOf,
  type RpmHost,
  type RpmHostPackage,
  type RpmNotice,
  type RpmObsoletes,
  type RpmOffer,
} from '@patchyard/domain'
import { FeedError, type OfferedRpm, readRpmRepositoryFile, type RpmAdvisory } from '@patchyard/feeds'
import { InputFileError } from '../../session/input-file-error.ts'

export interface RepositoryFiles {
  readonly offers: readonly OfferedRpm[]
  readonly advisories: readonly RpmAdvisory[]
  /** By build (name, architecture, version): streams that have it. */
  readonly streams: ReadonlyMap<string, ReadonlySet<string>>
  /** By stream: names of its packages. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>
  /** By module: the stream that is taken from where none is enabled. */
  readonly defaults: ReadonlyMap<string, string>
  /** Entries of the files that are none. */
  readonly rejected: number
}

/** What files of repositories say, in whichever order they come. Throws InputFileError. */
export async function readRepositoryFiles(
  paths: readonly string[],
  open: (path: string) => AsyncIterable<Uint8Array>,
): Promise<RepositoryFiles> {
  const offers: OfferedRpm[] = []
  const advisories: RpmAdvisory[] = []
  const streams = new Map<string, Set<string>>()
  const names = new Map<string, Set<string>>()
  const defaults = new Map<string, string>()
  let rejected = 0
  const addTo = (map: Map<string, Set<string>>, key: string, value: string): void => {
    const known = map.get(key)
    if (known === undefined) map.set(key, new Set([value]))
    else known.add(value)
  }
  for (const path of paths) {
    try {
      for await (const item of readRpmRepositoryFile(open(path))) {
        if (item.kind === 'rejected') rejected++
        else if (item.kind === 'package') offers.push(item)
        else if (item.kind === 'default') {
          if (item.stream !== '') defaults.set(item.module, item.stream)
        } else if (item.kind === 'advisory') {
          advisories.push(item)
          for (const one of item.packages) if (one.module !== '') addTo(streams, buildOf(one), one.module)
        } else {
          for (const build of item.builds) {
            addTo(streams, buildOf(build), item.stream)
            addTo(names, item.stream, build.name)
          }
        }
      }
    } catch (cause: unknown) {
      if (!(cause instanceof FeedError)) throw cause
      throw new InputFileError(`${path}: ${cause.message}`, cause)
    }
  }
  return { offers, advisories, streams, names, defaults, rejected }
}

const buildOf = ({ name, arch, version }: { name: string; arch: string; version: string }): string =>
  `${name}\0${arch}\0${version}`

export interface Repositories {
  readonly installed: readonly RpmHostPackage[]
  readonly offers: readonly RpmOffer[]
  readonly notices: readonly RpmNotice[]
  readonly host: RpmHost
}

/** Puts every package into its stream: what is installed, what is offered, and what advisories name. */
export function withStreams(
  installed: readonly RpmHostPackage[],
  files: RepositoryFiles,
  { architecture, enabled }: { readonly architecture: string; readonly enabled: readonly string[] },
): Repositories {
  const streamOf = (one: { name: string; arch: string; version: string }, among: ReadonlySet<string>): ModuleOf => {
    const all = files.streams.get(buildOf(one))
    if (all === undefined) return isOfModule(one.version) ? null : ''
    // A build that two streams share is of the one that packages are taken from.
    return [...all].find(stream => among.has(stream)) ?? [...all][0] ?? null
  }
  const known = installed.map(one =>
    one.module === null
      ? { ...one, module: files.streams.get(buildOf(one))?.size === 1 ? streamOf(one, new Set()) : null }
      : one,
  )
  const activeStreams = new Set([
    ...enabled,
    ...known.flatMap(one => (one.module === null || one.module === '' ? [] : [one.module])),
  ])
  const modules = new Set([...activeStreams].map(stream => stream.split(':')[0] ?? ''))
  for (const [module, stream] of files.defaults) if (!modules.has(module)) activeStreams.add(`${module}:${stream}`)
  const moduleNames = new Set([...activeStreams].flatMap(stream => [...(files.names.get(stream) ?? [])]))
  return {
    installed: known,
    offers: files.offers.map(({ kind: _, obsoletes, ...one }) => ({
      ...one,
      module: streamOf(one, activeStreams),
      obsoletes: obsoletes.flatMap(({ flags, ...rest }) => (isFlags(flags) ? [{ ...rest, flags }] : [])),
    })),
    notices: files.advisories.map(({ packages, ...notice }) => ({
      ...notice,
      packages: packages.map(one => ({
        ...one,
        module: one.module === '' ? streamOf(one, activeStreams) : one.module,
      })),
    })),
    host: { architecture, activeStreams, moduleNames },
  }
}

const isFlags = (text: string): text is RpmObsoletes['flags'] => /^(?:EQ|LT|LE|GT|GE)?$/.test(text)
