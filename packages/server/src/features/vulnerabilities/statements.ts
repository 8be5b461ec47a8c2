import type { DistributionStatement } from '@patchyard/api'
import type { FixRecord } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

const MOST = 2000

/**
 * What distributions and vendors say of a CVE in their packages. Facts about source packages are kept by package (`fix CVE-…` of its
 * track), all others by CVE. The condition that seems to say nothing more is that of their index.
 */
export async function readStatements(trx: Trx, cve: string): Promise<DistributionStatement[]> {
  const { rows } = await sql<{ feed: string; since: Date; body: FixRecord }>`
    select p.feed, f.since, f.body from catalog_fact f join catalog_part p on p.id = f.part_id
     where f.kind = 'packageFix' and f.subject = ${cve}
    union all
    select p.feed, f.since, f.body from catalog_fact f join catalog_part p on p.id = f.part_id
     where f.kind = 'track' and f.name = ${`fix ${cve}`} and f.name like 'fix CVE-%'
     limit ${MOST}`.execute(trx)
  return rows
    .map(
      ({ feed, since, body }): DistributionStatement => ({
        distro: body.distro,
        release: body.release,
        product: body.product,
        package: body.package,
        of: body.of,
        state: body.status,
        fixedVersion: body.status === 'fixed' && body.fixedVersion !== '' ? body.fixedVersion : null,
        note: body.note,
        vendorSeverity: body.vendorSeverity ?? '',
        feed,
        since: since.toISOString(),
      }),
    )
    .toSorted((a, b) => compare(orderOf(a), orderOf(b)))
}

const orderOf = (one: DistributionStatement): readonly string[] => [one.distro, one.package, one.release, one.product]

function compare(a: readonly string[], b: readonly string[]): number {
  const i = a.findIndex((text, n) => text !== b[n])
  return i === -1 ? 0 : (a[i] ?? '') < (b[i] ?? '') ? -1 : 1
}
