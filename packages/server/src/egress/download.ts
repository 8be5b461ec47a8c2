/** A file that is fetched whole: what feeds publish. */
export interface Download {
  readonly url: string
  /** What sending it needs beyond a GET. Names and values without control characters. */
  readonly headers?: Readonly<Record<string, string>>
  /** Of what is here already: the same file is not sent again. '' or absent: fetch it whatever it is. */
  readonly etag?: string
  readonly lastModified?: string
  /** Of the body as it travels. */
  readonly maxBytes: number
  /** Whether an operator wrote an address that begins with http:. Redirects of such an address may stay at its host without TLS. */
  readonly allowHttp: boolean
  readonly signal?: AbortSignal
  /** Takes the bytes in their order; the next come when it resolves. What it throws ends the download and passes through. */
  write(bytes: Uint8Array): Promise<void>
}

export type Downloaded =
  /** 304: what is here is what is there. Nothing was written. */
  | { readonly state: 'unchanged' }
  | {
      readonly state: 'new'
      readonly bytes: number
      /** '' where the answer names none. */
      readonly etag: string
      readonly lastModified: string
      /** Where it came from in the end. */
      readonly url: string
    }

export interface DownloadLimits {
  /** For the whole file. */
  readonly wholeMs: number
  /** Between two pieces of it, and until the answer begins. */
  readonly stallMs: number
  readonly redirects: number
}

// The largest feed is some hundred megabytes; 30 minutes are enough at 200 kB/s.
export const downloadLimits: DownloadLimits = { wholeMs: 30 * 60_000, stallMs: 60_000, redirects: 5 }
