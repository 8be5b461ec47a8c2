import { expect, it } from 'vitest'
import { testDatabase } from '../../testing/test-database.ts'
import { tablesThatGo, tablesThatStay } from './removed-data.ts'

it('every table that speaks of an asset loses its rows with it, or says why not', async () => {
  await using db = await testDatabase()
  const tables = await db.owner<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'asset_id' order by 1`,
  )
  expect([...tablesThatGo, ...Object.keys(tablesThatStay)].sort()).toEqual(tables.map(row => row.name))
})
