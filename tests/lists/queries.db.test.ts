import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicId } from '../query/world/world.ts'
import { addMember } from '../server/people.ts'
import { type WorldServer, worldServer } from './world-server.ts'

let world: WorldServer

beforeAll(async () => {
  world = await worldServer()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const ask = async (what: string, body: object) => {
  const reply = await world.admin.person.call('POST', `/query/${what}`, body)
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body
}

describe('check', () => {
  it('says the canonical text of what is understood', async () => {
    expect(await ask('check', { entity: 'patch', text: 'APPFAMILY: windows   AND isSecurity = True' })).toEqual({
      canonical: 'appFamily:windows and isSecurity:true',
      errors: [],
      warnings: [],
    })
  })

  it('says every error with its place, and what may have been meant', async () => {
    const { canonical, errors } = await ask('check', { entity: 'patch', text: 'sevrity:x and kev:maybe' })
    expect(canonical).toBeNull()
    expect(errors).toMatchObject([
      { code: 'E_QUERY_UNKNOWN_TOKEN', from: 0, to: 7, suggestions: [{ insert: 'severity', from: 0, to: 7 }] },
      { code: 'E_QUERY_TYPE', from: 18, to: 23 },
    ])
  })

  it('warns of what is understood but can hardly be meant', async () => {
    const { warnings } = await ask('check', { entity: 'patch', text: 'publishedDate:[2015-12-31]' })
    expect(warnings).toHaveLength(1)
  })
})

describe('complete', () => {
  const complete = async (marked: string, entity = 'asset') => {
    const position = marked.indexOf('|')
    const text = marked.replace('|', '')
    const { from, to, options } = await ask('complete', { entity, text, position })
    return (options as { insert: string; count: number | null; kind: string }[]).map(option => ({
      ...option,
      becomes: text.slice(0, from) + option.insert + text.slice(to),
    }))
  }

  it('offers tokens without counts', async () => {
    const options = await complete('licensed:true and missingP|')
    expect(options[0]).toMatchObject({ becomes: 'licensed:true and missingPatchCount:', count: null })
  })

  it.each([
    ['operatingSystem:D|', ['operatingSystem:"Debian GNU/Linux 12 (bookworm)"'], [2]],
    ['tags.name:|', ['tags.name:prod', 'tags.name:"Web Servers"', 'tags.name:frozen', 'tags.name:test'], [3, 1, 1, 1]],
    ['software:(name:ng|', ['software:(name:nginx'], [3]],
    ['osFamily:zz|', [], []],
    ['platform:|', ['platform:Windows', 'platform:Linux', 'platform:Mac'], [1, 3, 0]],
  ])('offers values of %s with their counts; stored ones most frequent first', async (marked, becomes, counts) => {
    const values = (await complete(marked)).filter(option => option.kind === 'value')
    expect(values.map(one => one.becomes)).toEqual(expect.arrayContaining(becomes))
    expect(values.map(one => one.count)).toEqual(counts)
  })

  it('counts what one may see: the same value next door does not count', async () => {
    const own = await complete('osFamily:deb|')
    expect(own.map(option => option.count)).toEqual([2])
  })

  it('keeps a hostile value what it is: chosen, it finds the machine that has it and nothing else', async () => {
    const name = '") or licensed:true or name:("\\*'
    await world.server.db.owner(
      `update asset set last_user = $1::text, last_user_folded = lower($1::text), last_user_words = ' or licensed true or name '
        where subscription_id = 7 and name = 'db_01'`,
      [name],
    )
    const offered = (await complete('lastLoggedOnUser:|')).find(one => one.insert.includes('licensed'))
    expect(offered?.count).toBe(1)
    const found = await world.admin.person.call('GET', `/assets?query=${encodeURIComponent(offered?.becomes ?? '')}`)
    expect(found).toMatchObject({ status: 200, body: { total: 1, items: [{ name: 'db_01', lastUser: name }] } })
  })

  it.each(['', '(((', 'name:"', 'name:[a, ', '\u202e', 'a'.repeat(20_000)])(
    'answers to any text: %.20j',
    async text => {
      const answer = await ask('complete', { entity: 'asset', text, position: text.length })
      expect(Array.isArray(answer.options)).toBe(true)
    },
  )
})

describe('explain', () => {
  it('shows the tree, each clause with what it matches alone', async () => {
    const text = 'osFamily:debian and (tags.name:frozen or not software:(name:`nginx` and version<1.24))'
    const explained = await ask('explain', { entity: 'asset', text })
    expect(explained).toMatchObject({ everything: 4, total: 1, having: null })
    const lines = (explained.clauses as { depth: number; kind: string; text: string; matches: number }[]).map(
      ({ depth, kind, text: clause, matches }) =>
        `${'  '.repeat(depth)}${matches} ${kind === 'clause' || kind === 'group' ? clause : kind}`,
    )
    expect(lines).toEqual([
      '1 and',
      '  2 osFamily:debian',
      '  3 or',
      '    1 tags.name:frozen',
      '    3 not',
      '      1 software:(name:`nginx` and version<1.24)',
      '        1 and',
      '          3 software.name:`nginx`',
      '          1 software.version<1.24',
    ])
    for (const clause of explained.clauses as { ms: number }[]) expect(clause.ms).toBeGreaterThanOrEqual(0)
  })

  it('counts the second query on its own side, and both together', async () => {
    const explained = await ask('explain', {
      entity: 'asset',
      text: '',
      having: 'severity:Critical',
      status: 'missing',
    })
    expect(explained).toMatchObject({ total: 2, clauses: [], having: [{ text: 'severity:Critical', matches: 2 }] })
  })

  it('every count is that of the list', async () => {
    const text = 'name:web* or criticality>=3 or vulnerabilities:(kev:true and epss>0.5)'
    const { clauses } = await ask('explain', { entity: 'asset', text })
    for (const clause of clauses as { text: string; matches: number }[]) {
      const listed = await world.admin.person.call('GET', `/assets?query=${encodeURIComponent(clause.text)}`)
      expect([clause.text, clause.matches]).toEqual([clause.text, listed.body.total])
    }
  })
})

describe('why', () => {
  const why = (body: object) => ask('why', body)

  it('names the clause that keeps an asset out, and what the asset has there', async () => {
    const answer = await why({
      entity: 'asset',
      id: publicId('asset', 2),
      text: 'name:web* and missingPatchCount>5 and software:(name:`nginx` and version<1.24)',
    })
    expect(answer).toMatchObject({ matches: false, name: 'WEB-02.example.org', having: null })
    const deciding = (answer.clauses as { decides: boolean; text: string; found: string[] | null }[])
      .filter(clause => clause.decides && clause.found !== null)
      .map(({ text, found }) => [text, found])
    expect(deciding).toEqual([
      ['missingPatchCount>5', ['1']],
      ['software:(name:`nginx` and version<1.24)', ['name nginx, version 1.24.0-2, vendor Debian']],
    ])
  })

  it('names the clauses by which an asset is found', async () => {
    const answer = await why({
      entity: 'asset',
      id: publicId('asset', 1),
      text: 'tags.name:frozen or osFamily:debian',
    })
    expect(answer.matches).toBe(true)
    expect(
      answer.clauses.map((c: { holds: boolean; decides: boolean; found: unknown }) => [c.holds, c.decides, c.found]),
    ).toEqual([
      [true, true, null],
      [false, false, ['Web Servers', 'prod']],
      [true, true, ['debian']],
    ])
  })

  it('of an asset and a patch names the clause of the patch, too', async () => {
    const answer = await why({
      entity: 'asset',
      id: publicId('asset', 1),
      text: 'name:web*',
      having: 'severity:Critical',
      havingId: publicId('patch', 1),
      status: 'missing',
    })
    expect(answer).toMatchObject({
      matches: false,
      clauses: [{ holds: true }],
      having: {
        name: 'openssl security update 3.0.14',
        matches: false,
        clauses: [{ text: 'severity:Critical', holds: false, decides: true, found: ['Important'] }],
        finding: { state: 'missing', isLatest: true, holds: true },
      },
    })
  })

  it.each([
    ['missing', publicId('patch', 3), { state: 'installed', holds: false }],
    ['latestMissing', publicId('patch', 1), { state: 'missing', isLatest: true, holds: true }],
    ['missing', publicId('patch', 7), { state: null, holds: false }],
  ])('asked for %s says in which state the finding is', async (status, havingId, finding) => {
    const answer = await why({ entity: 'asset', id: publicId('asset', 1), text: '', havingId, status })
    expect(answer.having.finding).toMatchObject(finding)
    expect(answer.matches).toBe(finding.holds)
  })

  it('agrees with the list about every asset', async () => {
    for (const [text, having] of [
      ['osFamily:debian or criticality is null', undefined],
      ['not tags.name:frozen', 'isSecurity:true'],
      ['openssl or web', undefined],
    ] as const) {
      const parameters = new URLSearchParams({ query: text, ...(having === undefined ? {} : { having }) })
      const listed = await world.admin.person.call('GET', `/assets?${parameters.toString()}`)
      const found = (listed.body.items as { id: string }[]).map(item => item.id)
      const all = (await world.admin.person.call('GET', '/assets')).body.items as { id: string }[]
      for (const { id } of all) {
        const answer = await why({ entity: 'asset', id, text, ...(having === undefined ? {} : { having }) })
        expect([text, id, answer.matches]).toEqual([text, id, found.includes(id)])
      }
    }
  })

  it('answers about things of every list', async () => {
    const cases = [
      ['patch', publicId('patch', 4), 'cve:CVE-2024-0002 and size is null', true],
      ['job', publicId('job', 1), 'owner:Anna and status:Enabled', true],
      ['vulnerability', 'cve-2024-0001', 'kev:true and title:"what an agent says"', false],
    ] as const
    for (const [entity, id, text, matches] of cases) {
      expect(await why({ entity, id, text })).toMatchObject({ matches })
    }
    const task = (await world.admin.person.call('GET', '/tasks?query=status:Failed')).body.items[0].id as string
    expect(await why({ entity: 'task', id: task, text: 'failureReason:disk_full' })).toMatchObject({
      matches: true,
      name: 'db_01',
    })
  })

  it.each([
    ['one of nobody', '00000000-0000-4000-8000-000000000000'],
    ['no id at all', "' or 1=1--"],
    ['one that is not in the list', publicId('asset', 5)],
  ])('does not know %s', async (_claim, id) => {
    const reply = await world.admin.person.call('POST', '/query/why', { entity: 'asset', id, text: '' })
    expect(reply).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('whoever may not see a list', () => {
  it('is told nothing about it, and everybody who may is', async () => {
    const { person } = await addMember(world.server, 'reader@seven.example', 'patchReader', 7)
    for (const what of ['complete', 'explain', 'why']) {
      const body = {
        entity: 'asset',
        text: 'name:web*',
        ...(what === 'complete' ? { position: 3 } : {}),
        ...(what === 'why' ? { id: publicId('asset', 1) } : {}),
      }
      expect((await person.call('POST', `/query/${what}`, body)).status).toBe(200)
    }
  })
})
