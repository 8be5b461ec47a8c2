import { cveNames } from '../../fields/cve-names.ts'
import type { OsvRecord } from './osv-schema.ts'

/** `CVE-2024-10524`, `UBUNTU-CVE-2021-3782`, `ALPINE-CVE-…`, `DEBIAN-CVE-…`: a record of one CVE and not of an advisory. */
export const cveOfId = (id: string): string | null =>
  /^(?:(?:UBUNTU|ALPINE|DEBIAN)-)?(CVE-[0-9]{4}-[0-9]{4,19})$/.exec(id)?.[1] ?? null

/** All CVEs that a record names: newer ones as `upstream`, older as `related`, others as `aliases`. */
export const cvesOf = (record: OsvRecord): string[] =>
  cveNames(
    [...(record.upstream ?? []), ...(record.related ?? []), ...(record.aliases ?? [])].map(
      name => cveOfId(name.slice(0, 100)) ?? '',
    ),
  )
