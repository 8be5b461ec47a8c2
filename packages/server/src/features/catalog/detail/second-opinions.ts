import type { PatchFile, SecondOpinion } from '@patchyard/api'
import type { ApplicationVersionRecord } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { webAddress } from '../../../http/web-address.ts'

/** What catalogs that nothing is installed from say of the same version; their hashes are compared where the address is the same. */
export async function readSecondOpinions(trx: Trx, key: string, files: readonly PatchFile[]): Promise<SecondOpinion[]> {
  const { rows } = await sql<{ feed: string; since: Date; body: ApplicationVersionRecord }>`
    select p.feed, f.since, f.body
      from catalog_fact f join catalog_part p on p.id = f.part_id
     where f.kind = 'patch' and f.subject = ${key} and f.body ->> 'kind' = 'applicationVersion'
     order by p.feed, f.name, f.part_id limit 20`.execute(trx)
  const own = new Map(files.map(file => [file.url, file.sha256]))
  return rows.map(({ feed, since, body }) => ({
    ...{ feed, since: since.toISOString(), catalog: body.catalog, name: body.id },
    files: body.files.flatMap(({ url: text, sha256, arch }) => {
      const url = webAddress(text)
      if (url === null) return []
      const ours = own.get(url) ?? null
      return [{ url, sha256, arch, agrees: ours === null || sha256 === null ? null : ours === sha256 }]
    }),
  }))
}
