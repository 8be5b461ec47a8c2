import {
  check,
  compileList,
  compileValues,
  type Entity,
  type QueryTree,
  statementOf,
  type StatusFilter,
} from '@patchyard/query'
import { describe, expect, it } from 'vitest'

// The statements of the lists that people open most, as text, so that a review sees what a change makes of them. After one:
// node_modules/.bin/vitest run --project unit tests/query/snapshots -u

const context = { subscriptionId: 7, scope: { kind: 'all' as const }, personId: 3, nowMs: Date.UTC(2024, 5, 15, 12) }
const scoped = { ...context, scope: { kind: 'tags' as const, tagIds: [41] } }

function treeOf(entity: Entity, text: string): QueryTree {
  const { tree, errors } = check(text, { entity })
  if (tree === null) throw new Error(errors.map(error => error.message).join('; '))
  return tree
}

/** One clause a line, for reading alone. */
const readable = (text: string): string =>
  text.replace(/ (from|left join|join|where|and|order by|limit|union all|group by|select)\b/g, '\n$1')

interface ListCase {
  readonly name: string
  readonly entity: Entity
  readonly query: string
  readonly having?: string
  readonly status?: StatusFilter
  readonly scoped?: true
}

const lists: readonly ListCase[] = [
  { name: 'asset-list', entity: 'asset', query: '' },
  {
    name: 'asset-text',
    entity: 'asset',
    query: 'operatingSystem:"Red Hat" and missingPatchCount>0 and not tags.name:frozen',
  },
  { name: 'asset-software', entity: 'asset', query: 'software:(name:`nginx` and version<1.24)' },
  { name: 'asset-vulnerabilities', entity: 'asset', query: 'vulnerabilities:(kev:true and epss>0.5)' },
  { name: 'asset-network', entity: 'asset', query: 'interfaces.address:10.0.0.0/8' },
  { name: 'asset-having', entity: 'asset', query: 'name:web*', having: 'severity:Critical', status: 'missing' },
  { name: 'asset-scoped', entity: 'asset', query: 'agentStatus:Stale', scoped: true },
  {
    name: 'patch-list',
    entity: 'patch',
    query: 'isSecurity:true and (patchStatus:[Missing,Installed] and isSuperseded:false)',
  },
  { name: 'patch-cve', entity: 'patch', query: 'cve:CVE-2024-3094' },
  { name: 'patch-having', entity: 'patch', query: 'severity:Critical', having: 'tags.name:prod', status: 'missing' },
  { name: 'patch-scoped', entity: 'patch', query: 'missingCount>0', scoped: true },
  { name: 'job-list', entity: 'job', query: 'owner:me and status:Enabled' },
  { name: 'task-list', entity: 'task', query: 'status:Failed and items:(title:openssl and result:failed)' },
  { name: 'vulnerability-list', entity: 'vulnerability', query: 'kev:true and affectedAssetCount>0' },
  { name: 'audit-list', entity: 'audit', query: 'actor:me and action:tag.* and at>=now-7d' },
]

const sorts: { readonly [E in Entity]: string } = {
  asset: 'name',
  patch: 'publishedDate',
  job: 'modified',
  task: 'started',
  vulnerability: 'cvss',
  audit: 'n',
}

describe('statements', () => {
  it.each(lists)('$name', async ({ name, entity, query, ...more }) => {
    const other = entity === 'asset' ? 'patch' : 'asset'
    const list = compileList(
      {
        entity,
        query: treeOf(entity, query),
        having: more.having === undefined ? null : treeOf(other, more.having),
        status: more.status ?? null,
        sort: { token: sorts[entity], descending: entity !== 'asset' },
        after: ['key', 9],
        limit: 50,
      },
      more.scoped === true ? scoped : context,
    )
    const parts = { page: list.page, count: list.count }
    const text = Object.entries(parts).map(
      ([part, fragment]) => `-- ${part}\n${readable(statementOf(fragment).text)};\n`,
    )
    await expect(`-- ${entity}: ${query}\n${text.join('')}`).toMatchFileSnapshot(`sql-snapshots/${name}.sql`)
  })

  it('asset-values', async () => {
    const text = readable(statementOf(compileValues('asset', 'tags.name', 'pro', scoped)).text)
    await expect(`-- values of tags.name in a scope\n${text};\n`).toMatchFileSnapshot('sql-snapshots/asset-values.sql')
  })
})
