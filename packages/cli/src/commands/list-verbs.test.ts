import { describe, expect, it } from 'vitest'
import { page, run } from '../testing/run-command.ts'

describe('list', () => {
  it.each([
    [['asset', 'list', 'name:web*'], 'GET /assets?query=name:web*&limit=100'],
    [
      ['asset', 'list', 'name:web*', '--having', 'kev:true', '--status', 'missing', '--sort', '-riskScore'],
      'GET /assets?query=name:web*&having=kev:true&status=missing&sort=-riskScore&limit=100',
    ],
    [
      ['asset', 'list', '--as-of', '2026-10-01', '--status', 'missing'],
      'GET /assets?status=missing&asOf=2026-10-01T00:00:00.000Z&limit=100',
    ],
    [
      ['asset', 'findings', 'x', '--as-of', '2026-10-01T12:00Z'],
      'GET /assets/x/findings?limit=100&asOf=2026-10-01T12:00:00.000Z',
    ],
    [
      ['patch', 'assets', 'x', '--as-of', '2026-10-01', '--status', 'missing'],
      'GET /patches/x/assets?limit=100&status=missing&asOf=2026-10-01T00:00:00.000Z',
    ],
    [['patch', 'list', '--limit', '5', '--facets', 'severity,vendor'], 'GET /patches?limit=5&facets=severity,vendor'],
    [['job', 'list', 'owner:me'], 'GET /jobs?query=owner:me&limit=100'],
    [['task', 'list', '--fields', 'asset,status'], 'GET /tasks?fields=asset,status&limit=100'],
    [['vulnerability', 'list', '--all'], 'GET /vulnerabilities?limit=500'],
    [['asset', 'list', '--query', 'licensed:true'], 'GET /assets?query=licensed:true&limit=100'],
    [['audit', 'list', 'action:tag.*', '--facets', 'actor'], 'GET /audit?query=action:tag.*&limit=100&facets=actor'],
    [
      ['audit', 'list', 'at>=now-1d', '--installation', '--sort', 'n'],
      'GET /installation/audit?query=at>=now-1d&sort=n&limit=100',
    ],
  ])('%j asks %s', async (args, want) => {
    const { asked, failure } = await run(args, [page([])])
    expect(failure).toBeNull()
    expect(asked.map(line => line.replaceAll('+', ' '))).toEqual([want])
  })

  it('reads the query from standard input for -', async () => {
    const { asked } = await run(['asset', 'list', '-'], [page([])], { input: 'licensed:true\n' })
    expect(asked).toEqual(['GET /assets?query=licensed:true&limit=100'])
  })

  it('pages until the rows that were asked for are there, and counts facets once', async () => {
    const rows = (n: number): object[] => Array.from({ length: n }, (_, i) => ({ id: String(i), name: `a${i}` }))
    const { asked, out } = await run(
      ['asset', 'list', '--limit', '700', '--fields', 'name', '--facets', 'osFamily'],
      [
        {
          body: {
            items: rows(500),
            nextCursor: 'next',
            total: 900,
            facets: { osFamily: [{ value: 'debian', count: 900 }] },
          },
        },
        page(rows(200), 'more', 900),
      ],
    )
    expect(asked).toEqual([
      'GET /assets?fields=name&limit=500&facets=osFamily',
      'GET /assets?fields=name&limit=200&cursor=next',
    ])
    expect(out).toContain('700 of 900; --limit or --all shows more')
    expect(out).toContain('osFamily:\n      900  debian')
  })

  it('shows chosen members, lists by their names, and no control characters of hosts', async () => {
    const item = {
      name: 'a\u001b[2J',
      tags: [
        { id: '1', name: 'prod' },
        { id: '2', name: 'web' },
      ],
      licensed: true,
      riskScore: null,
    }
    const { out } = await run(['asset', 'list', '--fields', 'name,tags,licensed,riskScore'], [page([item])])
    expect(out.split('\n').map(line => line.trimEnd())).toEqual([
      'NAME      TAGS      LICENSED  RISKSCORE',
      'a\\x1b[2J  prod web  yes       -',
      '',
    ])
  })

  it('prints the answer as JSON', async () => {
    const { out } = await run(['patch', 'list', '--json'], [page([{ id: 'x' }])])
    expect(JSON.parse(out)).toEqual({ items: [{ id: 'x' }], total: 1 })
  })

  it('prints CSV as it comes', async () => {
    const csv = 'name\r\n\u001b[2J\r\n'
    const { out, asked } = await run(['asset', 'list', 'name:x', '--csv', '--fields', 'name'], [{ body: csv }])
    expect(asked).toEqual(['GET /assets.csv?query=name:x&fields=name&bom=false'])
    expect(out).toBe(csv)
  })

  it('on a terminal shows control characters in CSV as escapes', async () => {
    const { out } = await run(['asset', 'list', '--csv'], [{ body: 'name\r\n\u001b[2J\r\n' }], { tty: true })
    expect(out).toBe('name\n\\x1b[2J\n')
  })

  it('uses a saved search', async () => {
    const saved = { body: { entity: 'asset', name: 'S', query: 'name:web*', having: 'kev:true', status: 'missing' } }
    const { asked } = await run(['asset', 'list', '--saved', 'ID'], [saved, page([])])
    expect(asked).toEqual(['GET /searches/ID', 'GET /assets?query=name:web*&having=kev:true&status=missing&limit=100'])
  })

  it('refuses a saved search of another list, and says of which it is', async () => {
    const saved = { body: { entity: 'patch', name: 'Late', query: 'kev:true', having: null, status: null } }
    const { asked, failure } = await run(['asset', 'list', '--saved', 'ID'], [saved])
    expect(failure).toMatchObject({ message: 'the search "Late" is one of the list of patches, not of assets' })
    expect(asked).toEqual(['GET /searches/ID'])
  })

  it('points at what a server refused in a query', async () => {
    const refused = {
      status: 400,
      body: {
        status: 400,
        code: 'query_invalid',
        title: 'x',
        detail: 'no such token',
        field: 'having',
        errors: [{ code: 'E_QUERY_UNKNOWN_TOKEN', from: 0, to: 7, message: 'patches have no token "sevrity"' }],
      },
    }
    const { err, failure } = await run(['asset', 'list', '--having', 'sevrity:x'], [refused])
    expect(err).toBe('sevrity:x\n^^^^^^^\npatches have no token "sevrity" [E_QUERY_UNKNOWN_TOKEN]\n\n')
    // What is said above is not said once more.
    expect(failure).toMatchObject({ code: 'query_invalid', message: 'the query is refused' })
  })

  it.each([
    [['asset', 'list', '--status', 'gone']],
    [['job', 'list', '--having', 'name:x']],
    [['asset', 'list', '--csv', '--json']],
  ])('%j is a wrong call', async args => {
    const { failure, asked } = await run(args, [])
    expect(failure).toMatchObject({ code: expect.stringMatching(/^commander\./) })
    expect(asked).toEqual([])
  })
})

describe('query', () => {
  it('explain draws the tree', async () => {
    const clause = (depth: number, kind: string, text: string, matches: number | null) => ({
      depth,
      kind,
      text,
      from: 0,
      to: 1,
      matches,
      ms: matches === null ? null : 1.26,
    })
    const body = {
      total: 1,
      ms: 2,
      everything: 9,
      clauses: [
        clause(0, 'and', 'a and b', 1),
        clause(1, 'clause', 'name:\u001b', 3),
        clause(1, 'clause', 'kev:true', null),
      ],
      having: null,
    }
    const { out, asked } = await run(['query', 'explain', '--entity', 'asset', 'name:x and kev:true'], [{ body }])
    expect(asked).toEqual(['POST /query/explain {"entity":"asset","text":"name:x and kev:true"}'])
    expect(out.split('\n').map(line => line.trimEnd())).toEqual([
      '       1     2.0 ms  of 9',
      '       1     1.3 ms    and',
      '       3     1.3 ms      name:\\x1b',
      '       ?                 kev:true',
      '',
    ])
  })

  it('why marks what the outcome hangs on', async () => {
    const body = {
      matches: false,
      name: 'web-01',
      clauses: [
        { depth: 0, kind: 'and', text: '', from: 0, to: 1, holds: false, decides: true, found: null },
        { depth: 1, kind: 'clause', text: 'name:web*', from: 0, to: 1, holds: true, decides: false, found: ['web-01'] },
        { depth: 1, kind: 'clause', text: 'kernel:x', from: 0, to: 1, holds: false, decides: true, found: [] },
      ],
      having: {
        name: 'openssl',
        matches: true,
        clauses: [],
        finding: { state: 'missing', isLatest: true, holds: true },
      },
    }
    const { out, asked } = await run(
      ['query', 'why', '--entity', 'asset', 'name:web* and kernel:x', 'ID', '--having-id', 'P', '--status', 'missing'],
      [{ body }],
    )
    expect(asked[0]).toBe(
      'POST /query/why {"entity":"asset","text":"name:web* and kernel:x","id":"ID","havingId":"P","status":"missing"}',
    )
    expect(out.split('\n')).toEqual([
      'web-01: not found',
      '* no   and',
      '  yes    name:web*   has web-01',
      '* no     kernel:x   has nothing',
      'having openssl: finding missing, latest, holds',
      '',
    ])
  })

  it('complete asks for the end of the text unless told where', async () => {
    const body = { from: 5, to: 6, options: [{ label: 'web', kind: 'value', detail: '', insert: 'web', count: 3 }] }
    const { asked, out } = await run(['query', 'complete', '--entity', 'asset', 'name:w'], [{ body }])
    expect(asked).toEqual(['POST /query/complete {"entity":"asset","text":"name:w","position":6}'])
    expect(out).toContain('web')
  })
})

describe('search', () => {
  const saved = {
    id: 'ID',
    name: 'Web',
    entity: 'asset',
    query: 'name:web*',
    having: null,
    status: null,
    shared: false,
    own: true,
    owner: 'a@example.org',
  }
  it.each([
    [['search', 'list', '--entity', 'asset'], page([saved]), 'GET /searches?limit=100&entity=asset'],
    [
      ['search', 'save', 'Web', 'name:web*', '--entity', 'asset', '--status', 'missing', '--share'],
      { status: 201, body: saved },
      'POST /searches {"entity":"asset","name":"Web","query":"name:web*","status":"missing","shared":true}',
    ],
    [['search', 'rename', 'ID', 'Webs'], { body: saved }, 'PATCH /searches/ID {"name":"Webs"}'],
    [['search', 'share', 'ID'], { body: saved }, 'PATCH /searches/ID {"shared":true}'],
    [['search', 'unshare', 'ID'], { body: saved }, 'PATCH /searches/ID {"shared":false}'],
    [['search', 'delete', 'ID'], { body: {} }, 'DELETE /searches/ID'],
  ])('%j', async (args, answer, want) => {
    const { asked, failure } = await run(args, [answer])
    expect(failure).toBeNull()
    expect(asked).toEqual([want])
  })
})
