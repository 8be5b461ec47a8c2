import type { Severity } from './severity.ts'

/** What a distribution or vendor says of one CVE in one of its packages. Its word is final: no CPE range overrules it. */
export interface FixRecord {
  readonly kind: 'fix'
  readonly distro: string
  readonly release: string
  /** A product of CSAF (CPE or its name) where the distribution has several; '' elsewhere. */
  readonly product: string
  readonly of: 'source' | 'binary'
  readonly package: string
  readonly scheme: 'deb' | 'rpm' | 'apk'
  readonly cve: string
  readonly status: 'fixed' | 'affected' | 'notAffected' | 'undetermined' | 'noFixPlanned'
  /** Of `fixed` alone. */
  readonly fixedVersion: string
  /** The distribution's note about it: "<no-dsa> minor issue", "vulnerable_code_not_present". */
  readonly note: string
  /** How bad the distribution finds this CVE in its own packages, where it says so of a CVE and not only of advisories: Ubuntu's priority. */
  readonly vendorSeverity?: string
  readonly severity?: Severity
}
