/** Rows of the real table of 2026-06-28, and those without a KB. */
export const ROWS = 608_740
const WITHOUT_KB = 128_851

const MONTHS = 180
const PRODUCTS = 60
/** Rows of one KB in one product: one for each CVE and component. */
const ROWS_EACH = 44

/**
 * A KB table of the real one's size: 60 products with a chain of 180 monthly KBs each, every twelfth step a hole, and rows without a KB. Longer chains than
 * any real product has (145), so that closures are larger, too.
 */
export function* kbTableOf(rows: number): Generator<string> {
  yield '"DatePosted","CVE","BulletinKB","Title","AffectedProduct","AffectedComponent","Severity","Impact","Supersedes","Exploits"\r\n'
  let written = 0
  for (let month = 0; month < MONTHS && written < rows - WITHOUT_KB; month++) {
    const day = `${2008 + Math.floor(month / 12)}${String((month % 12) + 1).padStart(2, '0')}10`
    for (let product = 0; product < PRODUCTS; product++) {
      const kb = 4_000_000 + month * 1000 + product
      const older = month % 12 === 7 ? kb - 500 : kb - 1000
      for (let i = 0; i < ROWS_EACH && written < rows - WITHOUT_KB; i++, written++)
        yield row(
          day,
          `CVE-20${day.slice(2, 4)}-${10_000 + month * 50 + i}`,
          String(kb),
          product,
          month === 0 ? '' : String(older),
        )
    }
  }
  for (; written < rows; written++)
    yield row('20260609', `CVE-2026-${20_000 + (written % 9000)}`, '', written % 900, '')
}

const row = (day: string, cve: string, kb: string, product: number, older: string): string =>
  `"${day}","${cve}","${kb}","Windows Kernel Elevation of Privilege Vulnerability","Windows 10 Version ${1000 + product} for x64-based Systems","Windows Kernel","Important","Elevation of Privilege","${older}",""\r\n`
