import { canonicalJson } from './canonical-json.ts'

/** What somebody did, as the audit keeps it. */
export interface AuditEntry {
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string
  /** `session:<person>`, `apiKey:<person>`, `operator:<who>`, `system:<what>` or `anonymous:<address>`. */
  readonly actor: string
  /** `tag.create` */
  readonly action: string
  /** `tag:<uuid>` */
  readonly object: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** One row of a chain. Hashes are SHA-256 in lower-case hex. */
export interface AuditRow extends AuditEntry {
  /** From 1, without a gap. */
  readonly n: number
  /** The hash of row n − 1; of the first row, that of {@link genesisText}. */
  readonly prev: string
  readonly hash: string
}

/** Where a chain ends. */
export interface AuditHead {
  readonly n: number
  readonly hash: string
}

/** SHA-256 of a text's UTF-8 as lower-case hex. A port: domain also loads where there is no node:crypto. */
export type HashText = (text: string) => string

export const AUDIT_FORMAT = 'patchyard.audit.v1'
/** The chain of what belongs to no subscription: operators' deeds, sign-ins of nobody. */
export const INSTALLATION_CHAIN = 'installation'

/** Binds a chain to what it is about: `chain` is the subscription's public id, or {@link INSTALLATION_CHAIN}. */
export const genesisText = (chain: string): string => `${AUDIT_FORMAT} ${chain}`

/** The text whose hash a row carries. Migration 0012 writes the same text in SQL for rows of older versions. */
export const rowText = (row: Omit<AuditRow, 'hash'>): string =>
  `["${AUDIT_FORMAT}",${row.n},${[row.at, row.actor, row.action, row.object].map(canonicalJson).join(',')},` +
  `${canonicalJson(row.detail)},"${row.prev}"]`

/** The rows of `entries` behind `head`; their last one is the new head. */
export function chainRows(head: AuditHead, entries: readonly AuditEntry[], hash: HashText): readonly AuditRow[] {
  let { n, hash: prev } = head
  return entries.map(entry => {
    n += 1
    const row = { ...entry, n, prev }
    prev = hash(rowText(row))
    return { ...row, hash: prev }
  })
}
