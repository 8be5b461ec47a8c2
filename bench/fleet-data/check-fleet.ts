import { isVersionScheme, versionSchemes } from '@patchyard/domain'
import { foldText, wordLine } from '@patchyard/query'
import pg from 'pg'

/**
 * What is wrong with a data set, in words: counters that a recount of the findings does not give, and, in a sample, columns
 * that the product's own functions would have filled otherwise. Empty when all is right.
 */
export async function findDifferences(owner: pg.ClientConfig): Promise<string[]> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    return [...(await counters(client)), ...(await computed(client)), ...(await versionKeys(client))]
  } finally {
    await client.end()
  }
}

async function counters(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    with counted as (
      select f.asset_id, count(*) filter (where f.status = 1) as missing,
             count(*) filter (where f.status = 1 and f.latest) as latest,
             count(*) filter (where f.status = 1 and p.is_security) as security,
             count(*) filter (where f.status = 1 and p.severity = 'critical') as critical,
             count(*) filter (where f.status = 2) as installed,
             min(f.exposed_since) filter (where f.status = 1) as exposed
        from finding f join patch p on p.id = f.patch_id group by f.asset_id
    )
    (select format('asset %s: counters', a.asset_id) as line
       from asset a left join counted c using (asset_id)
      where (a.missing_count, a.latest_missing_count, a.missing_security_count, a.missing_critical_count,
             a.installed_count, a.exposed_since)
            is distinct from (coalesce(c.missing, 0)::int, coalesce(c.latest, 0)::int, coalesce(c.security, 0)::int,
                              coalesce(c.critical, 0)::int, coalesce(c.installed, 0)::int, c.exposed) limit 5)
    union all
    (select format('patch %s of subscription %s: counters', patch_id, subscription_id)
       from patch_count
       full join (select subscription_id, patch_id, count(*) filter (where status = 1) as m,
                         count(*) filter (where status = 2) as i from finding group by 1, 2) c
            using (subscription_id, patch_id)
      where (missing, installed) is distinct from (m::int, i::int) limit 5)`)
  return rows.map(row => row.line)
}

/** Every column x that has x_folded or x_words beside it, in every table, on a few hundred rows. */
async function computed(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; column: string; kind: 'folded' | 'words' }>(`
    select c.table_name as table, c.column_name as column, substring(d.column_name from '_(folded|words)$') as kind
      from information_schema.columns c
      join information_schema.columns d on d.table_schema = c.table_schema and d.table_name = c.table_name
       and d.column_name in (c.column_name || '_folded', c.column_name || '_words')
     where c.table_schema = 'public'`)
  const wrong: string[] = []
  for (const { table, column, kind } of rows) {
    const name = `${column}_${kind}`
    const sample = await client.query<{ raw: string; made: string }>(
      `select ${column} as raw, ${name} as made from ${table} order by random() limit 300`,
    )
    const make = kind === 'folded' ? foldText : wordLine
    const found = sample.rows.find(row => make(row.raw) !== row.made)
    if (found !== undefined) wrong.push(`${table}.${name} of "${found.raw}" is "${found.made}"`)
  }
  return wrong
}

async function versionKeys(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ scheme: string; version: string; version_key: Buffer }>(
    'select scheme, version, version_key from package_version where id % 97 = 0',
  )
  const wrong = rows.find(
    row => !isVersionScheme(row.scheme) || !row.version_key.equals(versionSchemes[row.scheme].key(row.version)),
  )
  return wrong === undefined ? [] : [`package_version: key of ${wrong.version}`]
}
