import { addBuild, buildKey, versionSchemes } from '@patchyard/domain'
import type { ModuleBuild } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** Which builds are of which streams, by the modules.yaml of a system's repositories. */
export async function readModuleBuilds(trx: Trx, distro: string, release: string): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ stream: string; builds: readonly ModuleBuild[] }>`
    select (f.body ->> 'module') || ':' || (f.body ->> 'stream') as stream, f.body -> 'builds' as builds
      from catalog_fact f where f.kind = 'module' and f.subject = ${`${distro}/${release}`}
     order by f.name`.execute(trx)
  const streams = new Map<string, string | null>()
  for (const { stream, builds } of rows) {
    for (const { name, arch, version } of builds)
      addBuild(streams, buildKey(name, arch, versionSchemes.rpm.key(version)), stream)
  }
  return streams
}

/** Notes that patches whose builds are of modules may now be judged by other streams: what is known of these has changed. */
export async function noteModules(trx: Trx, systems: readonly string[]): Promise<void> {
  await sql`
    insert into catalog_change (patch_id)
    select distinct r.patch_id from patch_rule r
     where r.module <> '' and exists (
       select 1 from unnest(${[...systems]}::text[]) as s(system)
        where s.system like r.distro || '/%' and r.release in (split_part(s.system, '/', 2), ''))
     order by 1`.execute(trx)
}
