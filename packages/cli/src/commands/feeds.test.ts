import { describe, expect, it } from 'vitest'
import { CliConfigError } from '../session/cli-config.ts'
import { page, run } from '../testing/run-command.ts'

const id = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
const feed = {
  ...{ id, feed: 'kev', title: 'CISA KEV', state: 'ok', error: null, edition: '', editionAt: null, succeededAt: null },
  ...{ records: 1674, rejected: 0, nextAt: null, licence: 'CC0-1.0', attribution: '', options: {}, progress: null },
  ...{ addresses: {}, documents: { total: 1, wanted: 0, failed: 0, held: 0 }, attemptedAt: null },
}
const listed = page([feed, { ...feed, id: 'other', feed: 'epss', title: 'EPSS' }])

describe('patchyard feed', () => {
  it.each([
    [['feed', 'list'], [page([feed])], ['GET /feeds?limit=100']],
    [['feed', 'sync', 'kev', '--anew'], [listed, { body: feed }], [`POST /feeds/${id}/sync {"anew":true}`]],
    [['feed', 'accept', id], [{ body: feed }, { body: feed }], [`POST /feeds/${id}/accept`]],
    [['feed', 'disable', 'cisa kev'], [listed, { body: feed }], [`PATCH /feeds/${id} {"enabled":false}`]],
    [['feed', 'enable', id], [{ body: feed }, { body: feed }], [`PATCH /feeds/${id} {"enabled":true}`]],
    [['feed', 'remove', id], [{ body: feed }, { body: {} }], [`DELETE /feeds/${id}`]],
    [
      [
        'feed',
        'add',
        'apt-repository',
        'Own',
        '--address',
        'release=https://a/?x=1',
        '--option',
        'distro=debian',
        '--every',
        '90',
      ],
      [{ body: feed }],
      [
        'POST /feeds {"feed":"apt-repository","title":"Own","options":{"distro":"debian"},"addresses":{"release":"https://a/?x=1"},"intervalS":5400}',
      ],
    ],
    [
      ['feed', 'change', id, '--public', '--title', 'T'],
      [{ body: feed }, { body: feed }],
      [`PATCH /feeds/${id} {"title":"T","addresses":{}}`],
    ],
  ])('%j asks what it says', async (args, answers, asked) => {
    const ran = await run(args, answers)
    expect(ran.failure).toBeNull()
    expect(ran.asked.slice(-asked.length)).toEqual(asked)
  })

  it('shows a feed with its documents', async () => {
    const held = {
      part: 'catalog',
      state: 'held',
      error: null,
      takenAt: null,
      records: 9,
      rejected: 1,
      held: { now: 5, before: 9 },
    }
    const { out } = await run(['feed', 'show', id], [{ body: feed }, page([held])])
    for (const text of ['CISA KEV', 'CC0-1.0', 'catalog', '5 of 9']) expect(out).toContain(text)
  })

  it.each([
    ['nothing', 'no feed has this name'],
    ['kev', '2 feeds have this name'],
  ])('of the name %s is refused: %s', async (name, why) => {
    const { failure } = await run(['feed', 'sync', name], [page([feed, { ...feed, id: 'x' }])])
    expect(failure).toBeInstanceOf(CliConfigError)
    expect(String(failure)).toContain(why)
  })
})
