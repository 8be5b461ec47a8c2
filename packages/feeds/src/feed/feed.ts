import type { FeedItem } from '../records/record.ts'

export type FeedName =
  | 'kev'
  | 'epss'
  | 'nvd'
  | 'cve5'
  | 'endoflife'
  | 'osv'
  | 'rpm-repository'
  | 'apt-repository'
  | 'debian-tracker'
  | 'debian-advisories'
  | 'ubuntu-notices'
  | 'alpine-secdb'
  | 'csaf'
  | 'msrc-cvrf'
  | 'msrc-guide'
  | 'kb-supersedence'
  | 'update-catalog'
  | 'winget'
  | 'scoop'
  | 'homebrew-cask'
  | 'sofa'

/** One public source of facts. Bytes in, records out: it opens no connection and no file. */
export interface Feed {
  readonly name: FeedName
  readonly title: string
  readonly publisher: string
  readonly terms: FeedTerms
  readonly documents: readonly FeedDocument[]
  /** Options that an administrator sets for each source of this feed (a repository's distribution and release), by name with what they mean. */
  readonly options: Readonly<Record<string, string>>
  /**
   * Items of one document, in its order. What is wrong with one entry is a rejection, and reading goes on; a document that as a whole is
   * not what it should be throws FeedError, and what was given out before counts for nothing.
   */
  read(input: DocumentInput): AsyncIterable<FeedItem>
  /** Raised when the same bytes give other items than before: what an older reader has read is then read once more, from the bytes at hand. */
  readonly reader: number
}

export interface FeedTerms {
  /** SPDX name where there is one: "CC0-1.0". */
  readonly licence: string
  /** What must be said where the data is shown; '' for nothing. */
  readonly attribution: string
  /** Whether our bundles may carry it to others. */
  readonly mayRedistribute: boolean
}

export interface FeedDocument {
  /** "catalog", "index", "month" …: unique in its feed. */
  readonly name: string
  /** Public address; null: it is reached through another document (`Follow`), or the administrator gives it. */
  readonly url: string | null
  /** What sending a request needs beyond a GET of the address. */
  readonly headers?: Readonly<Record<string, string>>
  readonly limits: DocumentLimits
  /** Members of an archive (zip, tar) are read one by one as documents of this name; '' : it is no archive. */
  readonly members?: string
  /** Whether what it holds is everything that the feed knows, so that what is absent has gone; increments are not. */
  readonly isWhole: boolean
  /** It names every document that there is (`Follow`), whatever was read before: one that it no longer names has gone. */
  readonly namesAll?: true
}

export interface DocumentLimits {
  /** As fetched. */
  readonly bytes: number
  /** After unpacking; of archives that of all members together. */
  readonly unpackedBytes: number
  /** Of CPU of the worker. */
  readonly ms: number
  /** Of the worker's heap. */
  readonly heapMiB: number
}

export interface DocumentInput {
  /** `FeedDocument.name`. */
  readonly document: string
  /** Address that it came from, or the name of its file. */
  readonly url: string
  /** Path inside its archive; '' outside of one. */
  readonly member: string
  /** Unpacked. */
  readonly chunks: AsyncIterable<Uint8Array>
  readonly options: Readonly<Record<string, string>>
  /** What an earlier reading has given as its edition's `publishedAtMs`: indices name only what is newer. null: everything. */
  readonly sinceMs: number | null
  /** When it is read. A feed whose documents say until when they are valid refuses those that say it where this is missing. */
  readonly nowMs?: number
}
