import type { Download, Downloaded } from './download.ts'

// The one door out of the server. Addresses that requests go to are written by administrators, and named by answers of others
// (metadata of an identity provider): each could lead into the server's own network (threat T16, table S10).

export interface EgressRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface EgressAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** At most 64 KB. */
  readonly body: Uint8Array<ArrayBuffer>
}

export interface Egress {
  /** Throws {@link EgressError}. Redirects are not followed, and are errors. */
  send(request: EgressRequest): Promise<EgressAnswer>
  /** Throws {@link EgressError}. Redirects are followed, and every address on the way is checked like the first one. */
  download(file: Download): Promise<Downloaded>
}

export type EgressCode =
  | 'egress_url'
  | 'egress_address'
  | 'egress_unresolved'
  | 'egress_redirect'
  | 'egress_header'
  | 'egress_status'
  | 'egress_encoding'
  | 'egress_cut_off'
  | 'egress_too_large'
  | 'egress_too_slow'
  | 'egress_proxy'
  | 'egress_unreachable'

export class EgressError extends Error {
  readonly code: EgressCode
  constructor(code: EgressCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** For the whole exchange, from the name to the last byte. */
export const EGRESS_MS = 10_000
export const EGRESS_BYTES = 64 * 1024
