import { emptyDefinition } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { type Answer, page, run } from '../../testing/run-command.ts'

const ID = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
const tasks = {
  total: 0,
  open: 0,
  succeeded: 0,
  partial: 0,
  failed: 0,
  expired: 0,
  cancelled: 0,
  skipped: 0,
  unknown: 0,
}
const job = {
  id: ID,
  name: 'J\u001b[2J',
  status: 'draft',
  missing: ['assets'],
  owner: null,
  needsOwner: true,
  coAuthors: [],
  tagNames: [{ id: ID, name: 'site' }],
  revision: '1-abc',
  schedule: null,
  nextRunAt: null,
  assetCount: 0,
  patchCount: 0,
  runs: [],
  tasks,
  definition: { ...emptyDefinition('linux'), assets: { ...emptyDefinition('linux').assets, tags: [ID] } },
}

describe('job create', () => {
  it.each<[string, string[], object]>([
    [
      'on demand by itself',
      ['--asset', ID, '--patch', ID],
      { assets: { include: [ID] }, patches: { from: 'list', patches: [ID] } },
    ],
    ['with tags, by name too', ['--tag', ID, '--all-tags'], { assets: { tags: [ID], matchTags: 'all' } }],
    [
      'with a query',
      ['--patch-query', 'severity:Critical'],
      { patches: { from: 'query', query: 'severity:Critical' } },
    ],
    [
      'of another job',
      ['--patches-of', ID, '--kind', 'rollback'],
      { kind: 'rollback', patches: { from: 'job', job: ID } },
    ],
    [
      'with options',
      ['--continue', '--reboot', 'always', '--at-once', '5'],
      { options: { onFailure: 'continue', reboot: 'always', atOnce: 5 } },
    ],
    ['with a window', ['--window', '60'], { window: { appliesTo: 'finish', minutes: 60 } }],
  ])('%s', async (_, args, parts) => {
    const { asked, failure } = await run(['job', 'create', 'J', ...args], [{ status: 201, body: job }])
    expect(failure).toBeNull()
    const [method = '', path = '', ...body] = (asked[0] ?? '').split(' ')
    expect([method, path]).toEqual(['POST', '/jobs'])
    expect(JSON.parse(body.join(' '))).toEqual({
      platform: 'linux',
      name: 'J',
      schedule: { type: 'onDemand' },
      enable: false,
      ...parts,
    })
  })

  it('from a file, and options win', async () => {
    const file = { platform: 'windows', schedule: null, options: { reboot: 'always', atOnce: 3 }, preActions: [] }
    const { asked } = await run(['job', 'create', 'J', '--file', '-', '--at-once', '9'], [{ status: 201, body: job }], {
      input: JSON.stringify(file),
    })
    expect(asked).toEqual([
      `POST /jobs ${JSON.stringify({ ...file, options: { reboot: 'always', atOnce: 9 }, name: 'J', enable: false })}`,
    ])
  })

  it.each(['{', '[]', '7'])('a file with %s is named as wrong', async input => {
    const { asked, failure } = await run(['job', 'create', 'J', '--file', '-'], [], { input })
    expect([asked, (failure as Error).name]).toEqual([[], 'InputFileError'])
  })
})

describe('a definition', () => {
  it('is shown in words, with what is missing and without escapes', async () => {
    const { out, asked } = await run(['job', 'show', ID], [{ body: job }])
    expect(asked).toEqual([`GET /jobs/${ID}`])
    expect(out).toContain('Draft, lacks assets')
    expect(out).toContain('1-abc')
    expect(out).toContain('site')
    expect(out).not.toContain('\u001b')
  })

  it('printed alone is what edit takes', async () => {
    const { out } = await run(['job', 'show', ID, '--definition'], [{ body: job }])
    expect(JSON.parse(out)).toEqual(job.definition)
    const edited = await run(['job', 'edit', ID, '--file', '-', '--if-match', '"1-abc"'], [{ body: job }], {
      input: out,
    })
    expect(edited.asked).toEqual([`PUT /jobs/${ID} ${JSON.stringify(job.definition)}`])
  })

  it('is not replaced without a revision', async () => {
    const { asked, err } = await run(['job', 'edit', ID, '--file', '-'], [], { input: '{}' })
    expect([asked, err]).toEqual([[], expect.stringContaining('--if-match')])
  })
})

describe('verbs', () => {
  const done = { body: { jobs: [{ id: ID, name: 'J', status: 'deleted' }] } }
  it.each<[string[], Answer[], string[]]>([
    [['job', 'clone', ID, '--name', 'K'], [{ body: job }], [`POST /jobs/${ID}/clone {"name":"K"}`]],
    [['job', 'enable', ID], [{ body: job }], [`POST /jobs/${ID}/enable`]],
    [['job', 'enable', ID, ID], [done], [`POST /jobs/enable {"ids":["${ID}","${ID}"]}`]],
    [['job', 'disable', ID], [done], [`POST /jobs/disable {"ids":["${ID}"]}`]],
    [['job', 'cancel', ID, ID], [done], [`POST /jobs/cancel {"ids":["${ID}","${ID}"]}`]],
    [['job', 'delete', '-'], [done], [`POST /jobs/delete {"ids":["${ID}"]}`]],
    [
      ['job', 'advise', 'A', '--patch', ID],
      [{ body: job }],
      [`POST /jobs/advisories {"name":"A","platform":"linux","patches":{"from":"list","patches":["${ID}"]}}`],
    ],
    [
      ['job', 'preview', '--schedule', 'daily', '--start', '2027-01-05T22:00', '--count', '2'],
      [{ body: { summary: 'Every day', zones: [{ zone: 'UTC', runs: [] }], warnings: [] } }],
      [
        'POST /jobs/preview-schedule {"schedule":{"type":"daily","start":"2027-01-05T22:00","zone":null,"every":1,"until":null},"window":null,"zones":["UTC"],"count":2}',
      ],
    ],
    [['job', 'templates'], [{ body: { templates: [] } }], ['GET /jobs/templates']],
    [
      ['job', 'import-assets', '-'],
      [{ body: { assets: [{ id: ID, name: 'n' }], problems: [], more: false } }],
      [`POST /jobs/import-assets {"csv":"${ID}\\n"}`],
    ],
    [['job', 'list'], [page([])], ['GET /jobs?limit=100']],
  ])('%j', async (args, answers, want) => {
    const { asked, failure } = await run(args, answers, { input: `${ID}\n` })
    expect(failure).toBeNull()
    expect(asked).toEqual(want)
  })
})
