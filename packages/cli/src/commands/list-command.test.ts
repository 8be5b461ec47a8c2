import { expect, it } from 'vitest'
import { page, run } from '../testing/run-command.ts'

it.each([
  [
    'person list --search a --sort -email --role patchUser',
    'GET /people?limit=100&search=a&sort=-email&role=patchUser',
  ],
  ['tag list --limit 7 --kind dynamic --favourite', 'GET /tags?limit=7&kind=dynamic&favourite=true'],
  ['audit list --query actorKind:system', 'GET /audit?query=actorKind:system&limit=100'],
  ['audit list --installation', 'GET /installation/audit?limit=100'],
  ['audit heads list --installation --limit 3', 'GET /installation/audit/heads?limit=3'],
  ['identity-provider link list --provider ID', 'GET /identity-providers/ID/links?limit=100'],
  ['session list', 'GET /sessions?limit=100'],
])('%s asks with its own options besides those of every list', async (line, want) => {
  const { asked, failure } = await run(line.split(' '), [page([])])
  expect(failure).toBeNull()
  expect(asked).toEqual([want])
})

it.each([
  ['person list --csv --search a --status active --limit 3', 'GET /people.csv?search=a&status=active'],
  ['tag list --csv --assignable', 'GET /tags.csv?assignable=true'],
])('%s prints all rows as they come, not pages of them', async (line, want) => {
  const { asked, out } = await run(line.split(' '), [{ body: 'id\r\nx\r\n' }])
  expect(asked).toEqual([want])
  expect(out).toBe('id\r\nx\r\n')
})

it('a list says how much of it is shown, and goes on until --limit rows are there', async () => {
  const row = { id: 'S', way: 'password', address: '', createdAt: '', seenAt: '', agent: '' }
  const { asked, out } = await run(
    ['session', 'list', '--limit', '2'],
    [page([row], 'next', 3), page([row], 'more', 3)],
  )
  expect(asked).toEqual(['GET /sessions?limit=2', 'GET /sessions?limit=1&cursor=next'])
  expect(out).toContain('2 of 3; --limit shows more')
})
