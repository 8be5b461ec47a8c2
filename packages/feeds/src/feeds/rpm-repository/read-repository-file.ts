import { unpack } from '../../bytes/unpack.ts'
import { requireDocument } from '../../feed/read-document.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { isRpmName, isVersion } from '../../fields/package-names.ts'
import type { Rejection } from '../../records/record.ts'
import { evrOf } from './fixed-package.ts'
import { rpmRepository } from './index.ts'
import { readNevra } from './map-module.ts'
import { parseModules } from './parse-modules.ts'
import { parsePrimary, type PrimaryPackage } from './parse-primary.ts'
import { parseUpdateinfo } from './parse-updateinfo.ts'

export interface OfferedRpm {
  readonly kind: 'package'
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly isInstallOnly: boolean
  readonly obsoletes: readonly { readonly name: string; readonly flags: string; readonly version: string }[]
}

export interface RpmAdvisory {
  readonly kind: 'advisory'
  readonly id: string
  readonly isSecurity: boolean
  readonly vendorSeverity: string
  readonly rebootSuggested: boolean
  /** `module`: "nodejs:18", '' where the file names none. */
  readonly packages: readonly {
    readonly name: string
    readonly arch: string
    readonly version: string
    readonly module: string
  }[]
}

export type RpmRepositoryItem =
  | OfferedRpm
  | RpmAdvisory
  | {
      readonly kind: 'stream'
      readonly stream: string
      readonly builds: readonly { readonly name: string; readonly arch: string; readonly version: string }[]
    }
  | { readonly kind: 'default'; readonly module: string; readonly stream: string }
  | Rejection

/**
 * What a file of a repository says: `primary`, `updateinfo` or `modules.yaml`, told by how it begins, packed or not. Sources are left out.
 * Throws FeedError `feed_malformed` for what is none of them, `feed_too_large`.
 */
export async function* readRpmRepositoryFile(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RpmRepositoryItem> {
  const { limits } = requireDocument(rpmRepository, 'primary')
  const { kind, all } = await beginningOf(unpack(chunks, limits, 'the file'))
  switch (kind) {
    case 'metadata':
      for await (const packages of parsePrimary(all)) {
        for (const one of packages) if (!isSource(one)) yield offerOf(one)
      }
      return
    case 'updates':
      for await (const updates of parseUpdateinfo(all)) {
        for (const { id, type, severity, rebootSuggested, packages } of updates) {
          const fixed = packages.flatMap(one => {
            const version = evrOf(one.epoch, one.version, one.release)
            return version === null || isSource(one)
              ? []
              : [{ name: one.name, arch: one.arch, version, module: one.module }]
          })
          const isSecurity = type === 'security'
          yield { kind: 'advisory', id, isSecurity, vendorSeverity: severity, rebootSuggested, packages: fixed }
        }
      }
      return
    case 'modules':
      for await (const one of parseModules(all)) {
        if (one.kind === 'bad') yield { kind: 'rejected', where: one.where, reason: one.reason }
        else if (one.kind === 'default') yield one
        else if (one.kind === 'stream') {
          const builds = one.rpms.flatMap(nevra => readNevra(nevra) ?? []).filter(build => !isSource(build))
          yield { kind: 'stream', stream: `${one.name}:${one.stream}`, builds }
        }
      }
      return
    default:
      throw new FeedError(
        'feed_malformed',
        kind === 'repomd' ? 'repomd.xml only names the other files' : 'it is no file of an RPM repository',
      )
  }
}

const isSource = ({ arch }: { readonly arch: string }): boolean => arch === 'src' || arch === 'nosrc'

function offerOf(one: PrimaryPackage): OfferedRpm | Rejection {
  const version = evrOf(one.epoch, one.version, one.release)
  if (version === null || !isRpmName(one.name) || one.arch === '')
    return { kind: 'rejected', where: one.name.slice(0, 100), reason: 'has no name, architecture or version' }
  const { name, arch, isInstallOnly } = one
  const obsoletes = one.obsoletes.flatMap(({ epoch, release, ...relation }) => {
    if (relation.version === '') return [{ name: relation.name, flags: '', version: '' }]
    const prefix = epoch === '' || epoch === '0' ? '' : `${epoch}:`
    const evr = `${prefix}${relation.version}${release === '' ? '' : `-${release}`}`
    return isVersion(evr) ? [{ name: relation.name, flags: relation.flags, version: evr }] : []
  })
  return { kind: 'package', name, arch, version, isInstallOnly, obsoletes }
}

const BEGINNING = 4096

/** The root element's name, "modules" for YAML, '' for neither; and all of the text again. */
async function beginningOf(chunks: AsyncGenerator<Uint8Array>) {
  const head: Uint8Array[] = []
  let length = 0
  while (length < BEGINNING) {
    const { done, value } = await chunks.next()
    if (done === true) break
    head.push(value)
    length += value.byteLength
  }
  const first = Buffer.concat(head)
  const text = first.toString('utf8', 0, BEGINNING).replace(/^\uFEFF/, '')
  const root = /^\s*(?:<\?[^>]*\?>\s*|<!--[^]*?-->\s*)*<([A-Za-z]+)/.exec(text)?.[1]
  const all = (async function* () {
    yield first
    yield* chunks
  })()
  return { kind: root ?? (/^document:/m.test(text) ? 'modules' : ''), all }
}
