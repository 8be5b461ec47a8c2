import { isArchitecture, isRpmName } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { ModuleBuild, ModuleRecord } from '../../records/module-record.ts'
import type { Rejection } from '../../records/record.ts'
import { evrOf } from './fixed-package.ts'
import type { ModuleDocument } from './parse-modules.ts'
import type { RepositoryContext } from './repository-context.ts'

/** What libmodulemd takes as a name, a stream and a context; a colon would make two of one. */
const PART = /^[A-Za-z0-9_.+-]{1,60}$/

/** null for documents that say nothing of builds. */
export function mapModule(one: ModuleDocument, context: RepositoryContext): ModuleRecord | Rejection | null {
  if (one.kind === 'bad') return { kind: 'rejected', where: one.where, reason: one.reason }
  if (one.kind !== 'stream') return null
  const where = lineOf(`${one.name}:${one.stream}`, 100)
  if (!PART.test(one.name) || !PART.test(one.stream))
    return { kind: 'rejected', where, reason: 'has a name or stream that is none' }
  const builds = one.rpms.slice(0, 20_000).flatMap(nevra => {
    const build = readNevra(nevra)
    return build === null || build.arch === 'src' || build.arch === 'nosrc' ? [] : [build]
  })
  if (builds.length === 0) return one.rpms.length === 0 ? null : { kind: 'rejected', where, reason: 'lists no package' }
  return {
    kind: 'module',
    distro: context.distro,
    release: context.release,
    module: one.name,
    stream: one.stream,
    version: lineOf(one.version, 40),
    context: lineOf(one.context, 40),
    arch: lineOf(one.arch, 40),
    builds,
  }
}

/** `name-epoch:version-release.arch`; the zero epoch is left out, as agents do. null for what is none. */
export function readNevra(text: string): ModuleBuild | null {
  const [, name = '', epoch = '', version = '', release = '', arch = ''] =
    /^(.+)-(?:([0-9]{1,10}):)?([^-:]+)-([^-:]+)\.([^.-]+)$/.exec(text.slice(0, 800)) ?? []
  const evr = evrOf(epoch, version, release)
  return evr === null || !isRpmName(name) || !isArchitecture(arch) ? null : { name, arch, version: evr }
}
