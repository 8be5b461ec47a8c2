import { Asset, Job, Patch, Task, Vulnerability } from '@patchyard/api'
import Type from 'typebox'
import { describe, expect, it } from 'vitest'
import { csvColumns } from './csv-columns.ts'

const item = Type.Object({
  name: Type.String(),
  counts: Type.Object({ open: Type.Integer(), failed: Type.Integer() }),
  tags: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  cves: Type.Array(Type.String()),
  at: Type.Union([Type.String(), Type.Null()]),
})
const row = {
  name: 'a',
  counts: { open: 1, failed: 0 },
  tags: [
    { id: '1', name: 'prod' },
    { id: '2', name: 'web, front' },
  ],
  cves: ['CVE-1', 'CVE-2'],
  at: null,
}

describe('columns of a list as CSV', () => {
  it.each([
    ['a plain member is one column', ['name'], { name: 'a' }],
    ['an object has a column for each of its members', ['counts'], { 'counts.open': 1, 'counts.failed': 0 }],
    ['of a list of things the names stand in one cell', ['tags'], { tags: 'prod; web, front' }],
    ['a list of texts is one cell', ['cves'], { cves: 'CVE-1; CVE-2' }],
    ['nothing is an empty cell', ['at'], { at: null }],
    ['columns come in the order in which they were chosen', ['cves', 'name'], { cves: 'CVE-1; CVE-2', name: 'a' }],
  ])('%s', (_claim, fields, want) => {
    expect(csvColumns(item, fields).map(column => [column.name, column.cell(row)])).toEqual(Object.entries(want))
  })

  it.each([
    ['assets', Asset],
    ['patches', Patch],
    ['jobs', Job],
    ['tasks', Task],
    ['vulnerabilities', Vulnerability],
  ])('%s have columns of distinct names', (_list, schema) => {
    const names = csvColumns(schema, Object.keys(schema.properties)).map(column => column.name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(8)
  })
})
