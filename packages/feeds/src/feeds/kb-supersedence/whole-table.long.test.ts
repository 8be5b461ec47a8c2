import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { repairedSupersedence } from '@patchyard/domain'
import { expect, it } from 'vitest'
import { readDocument } from '../../feed/read-document.ts'
import type { FeedRecord } from '../../records/record.ts'
import { inChunks } from '../../testing/chunks.ts'
import { kbSupersedence } from './index.ts'

const archive = fileURLToPath(
  new URL('../../../../../../shared/data/ms-kb-supersedence/definitions.zip', import.meta.url),
)

it('the whole table gives what was counted in it by other means', async ({ skip }) => {
  if (!existsSync(archive)) skip('absent: shared/data/ms-kb-supersedence/definitions.zip')
  const records: FeedRecord[] = []
  const reading = readDocument(kbSupersedence, 'definitions', {
    chunks: inChunks(readFileSync(archive), 65_536),
    url: 'https://example.org/definitions.zip',
    options: {},
    sinceMs: null,
  })
  for (let next = await reading.next(); ; next = await reading.next()) {
    if (next.done !== true) {
      records.push(...next.value)
      continue
    }
    // Counted with Python's csv module: rows without KB, with one that is no number of six or seven digits, pairs of KB and product.
    expect(next.value.rejections.map(one => one.where)).toEqual(
      ['128851 rows', '41730 rows', '57 rows'].map(where => `CVEs_20260628.csv: ${where}`),
    )
    expect(next.value.records).toMatchObject({ patch: 34_136, supersedes: 25_924 })
    break
  }
  const patches = records.filter(record => record.kind === 'patch')
  const edges = records.filter(record => record.kind === 'supersedes')
  const { graph, products } = repairedSupersedence(
    patches.map(patch => ({ ...patch, fixedBuild: '', isHotpatch: null })),
    edges,
  )
  expect(graph.broken).toEqual([])
  expect(products.every(one => /^windows-(?:1[01]|server)-/.test(one.product))).toBe(true)
  for (const { derived } of products)
    for (const edge of derived) expect(graph.olderThan(edge.older)).not.toContain(edge.newer)
})
