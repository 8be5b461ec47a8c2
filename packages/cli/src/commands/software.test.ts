import { describe, expect, it } from 'vitest'
import { type Answer, page, run } from '../testing/run-command.ts'

const id = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
const said = { name: 'Tool', publisher: 'Acme', createdBy: 'Anna', createdAt: '2026-11-22T10:00:00.000Z' }
const mapping = { id, ...said, product: 'winget:Acme.Tool' }

describe('software', () => {
  it.each<[string, string[], Answer, string]>([
    ['lists unmatched names', ['unmatched'], page([]), 'GET /unmatched-programs?limit=100'],
    [
      '… by reason, sorted',
      ['unmatched', '--why', 'proposed', '--sort', '-versions', '--search', 'tool'],
      page([]),
      'GET /unmatched-programs?limit=100&search=tool&sort=-versions&why=proposed',
    ],
    ['… as CSV', ['unmatched', '--csv', '--why', 'line'], { body: 'name\r\n' }, 'GET /unmatched-programs.csv?why=line'],
    [
      'maps a name of one publisher',
      ['map', 'Tool', '--publisher', 'Acme', '--product', 'winget:Acme.Tool'],
      { body: mapping },
      'POST /program-mappings {"name":"Tool","product":"winget:Acme.Tool","publisher":"Acme"}',
    ],
    [
      'says that a name is no product',
      ['map', 'Tool', '--never'],
      { body: { ...mapping, product: null } },
      'POST /program-mappings {"name":"Tool","product":null}',
    ],
    ['takes it back', ['unmap', id], { body: {} }, `DELETE /program-mappings/${id}`],
    [
      'lists products by a part of their names',
      ['product', 'list', '--search', 'git'],
      page([{ product: 'winget:Git.Git', title: 'Git 2.51.0', vendor: 'Git', platform: 'windows' }]),
      'GET /program-products?limit=100&search=git',
    ],
    ['lists what was said', ['mapping', 'list'], page([mapping]), 'GET /program-mappings?limit=100'],
  ])('%s', async (_, args, answer, request) => {
    const ran = await run(['software', ...args], [answer])
    expect([ran.failure, ran.asked]).toEqual([null, [request]])
  })

  it.each([[['map', 'Tool']], [['map', 'Tool', '--never', '--product', 'winget:Acme.Tool']]])(
    '%j is refused before anything is asked',
    async args => {
      const ran = await run(['software', ...args], [])
      expect(ran.failure).not.toBeNull()
      expect(ran.asked).toEqual([])
    },
  )

  it('shows names from machines without what a terminal would obey', async () => {
    const one = { name: 'Tool\u001b[2J', publisher: '', versions: 2, assetCount: 3, why: 'unknown', product: null }
    const { out } = await run(['software', 'unmatched'], [page([one])])
    expect(out).toContain('Tool\\x1b[2J')
  })
})
