import type { AssetImport, AssetsImported } from '@patchyard/api'
import { assetInScope, foldText } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { contextOf } from '../../../queries/query-context.ts'
import { sqlOf } from '../../../queries/sql-of.ts'
import { type ImportLine, readImport } from './read-import.ts'

const MOST_LINES = 5000
const MOST_PROBLEMS = 200
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

interface Found {
  readonly id: string
  readonly name: string
  readonly folded: string
  readonly platform: string
}

/** Which assets of the speaker's scope the lines of a file mean, by id or by whole name; and every line that means none, or two. */
export async function importAssets(
  trx: Trx,
  principal: Principal,
  request: AssetImport,
  nowMs: number,
): Promise<AssetsImported> {
  const lines = readImport(request.csv)
  if (lines.length > MOST_LINES) {
    throw new Problem('too_large', { field: '/csv', detail: `${lines.length} lines are more than ${MOST_LINES}` })
  }
  const ids = lines.map(line => line.text.toLowerCase()).filter(text => idPattern.test(text))
  const names = lines.map(line => foldText(line.text))
  const { rows } = await sql<Found>`
    select a.public_id as id, a.name, a.name_folded as folded, a.platform from asset a
     where (a.public_id = any(${ids}::uuid[]) or a.name_folded = any(${names}::text[])) and a.removed_at is null
       and ${sqlOf<boolean>(assetInScope(contextOf(principal, nowMs), 'asset'))}`.execute(trx)
  const byName = Map.groupBy(rows, row => row.folded)
  const byId = new Map(rows.map(row => [row.id, row]))
  const assets = new Map<string, string>()
  const problems: AssetsImported['problems'] = []
  for (const line of lines) {
    const found = meantBy(line, byId, byName)
    const code = problemOf(found, request.platform)
    const [asset] = found
    if (code === null && asset !== undefined) assets.set(asset.id, asset.name)
    else if (code !== null)
      problems.push({ line: line.line, text: line.text.slice(0, 200), code, message: said(code, found) })
  }
  return {
    assets: [...assets].map(([id, name]) => ({ id, name })),
    problems: problems.slice(0, MOST_PROBLEMS),
    more: problems.length > MOST_PROBLEMS,
  }
}

type Trouble = AssetsImported['problems'][number]['code']

function meantBy(
  { text }: ImportLine,
  byId: ReadonlyMap<string, Found>,
  byName: ReadonlyMap<string, readonly Found[]>,
): readonly Found[] {
  const named = byId.get(text.toLowerCase())
  return named === undefined ? (byName.get(foldText(text)) ?? []) : [named]
}

function problemOf(found: readonly Found[], platform: string | undefined): Trouble | null {
  if (found.length === 0) return 'not_found'
  if (found.length > 1) return 'ambiguous'
  return platform !== undefined && found[0]?.platform !== platform ? 'other_platform' : null
}

function said(code: Trouble, found: readonly Found[]): string {
  switch (code) {
    case 'not_found':
      return 'no asset that you can see has this name or id'
    case 'ambiguous':
      return `${found.length} assets have this name: name one by its id`
    case 'other_platform':
      return `the asset is one of ${found[0]?.platform ?? 'another platform'}`
  }
}
