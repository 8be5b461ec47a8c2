import { describe, expect, it } from 'vitest'
import { type Answer, run } from '../testing/run-command.ts'

const TAG = '3b0c6d1e-4a57-4f0e-9c83-6d1f2a7b5e90'

describe('what is done to assets', () => {
  const done: Answer = { body: { matched: 2, changed: 1, skipped: 1 } }
  const touched: Answer = {
    body: { assets: 2, names: ['web-1', 'web-2'], openTasks: 3, jobs: 1, missing: 40, licensed: 2 },
  }
  it.each([
    [['asset', 'activate', 'A', 'B'], done, 'POST /assets/activate {"ids":["A","B"]}'],
    [
      ['asset', 'deactivate', '--query', 'name:x', '--count', '3'],
      done,
      'POST /assets/deactivate {"query":"name:x","count":3}',
    ],
    [
      ['asset', 'pause', 'A', '--until', '2027-01-06', '--reason', 'freeze'],
      done,
      'POST /assets/pause {"ids":["A"],"until":"2027-01-06T00:00:00.000Z","reason":"freeze"}',
    ],
    [['asset', 'resume', '-'], done, 'POST /assets/resume {"ids":["A","B"]}'],
    [['asset', 'remove', 'A'], touched, 'POST /assets/remove/preview {"ids":["A"]}'],
    [['asset', 'remove', 'A', '--yes'], done, 'POST /assets/remove {"ids":["A"]}'],
    [['agent', 'accept', 'A', 'B'], { body: { changed: 2 } }, 'POST /agents/accept {"ids":["A","B"]}'],
    [['agent', 'revoke', 'A', 'B'], { body: { changed: 2 } }, 'POST /agents/revoke {"ids":["A","B"]}'],
    [['agent', 'reject', 'A'], { body: { name: 'web-1', status: 'rejected' } }, 'POST /agents/A/reject'],
    [['asset', 'scan', 'A', 'B'], done, 'POST /assets/scan {"ids":["A","B"]}'],
    [
      ['licence', 'tags', '--include', TAG, '--exclude-none'],
      {
        body: {
          kind: 'full',
          effectiveKind: 'full',
          limit: 2,
          endAt: null,
          used: { windows: 0, linux: 2, mac: 0, total: 2 },
          wanted: 3,
          percent: 150,
          include: [{ id: TAG, name: 'prod' }],
          exclude: [],
          calculatedAt: null,
          calculating: false,
        },
      },
      `PATCH /licence {"include":["${TAG}"],"exclude":[]}`,
    ],
  ])('%j', async (args, answer, want) => {
    const { asked, failure, out } = await run(args, [answer], { input: 'A\nB\n' })
    expect(failure).toBeNull()
    expect(asked).toEqual([want])
    expect(out).not.toMatch(/undefined|NaN|\[object/)
  })

  it('tags of the licence are named as others are', async () => {
    const licence = { kind: 'full', effectiveKind: 'full', limit: null, endAt: null, wanted: 0, percent: null }
    const used = { windows: 0, linux: 0, mac: 0, total: 0 }
    const more = { include: [], exclude: [], calculatedAt: null, calculating: false }
    const found = { body: { items: [{ id: TAG, name: 'Prod' }], nextCursor: null, total: 1 } }
    const { asked } = await run(
      ['licence', 'tags', '--include', 'prod'],
      [found, { body: { ...licence, used, ...more } }],
    )
    expect(asked).toEqual(['GET /tags?search=prod&limit=500', `PATCH /licence {"include":["${TAG}"]}`])
  })

  it('remove says what it would touch, and that nothing has happened', async () => {
    const { out } = await run(['asset', 'remove', 'A'], [touched])
    expect(out).toMatch(/web-1, web-2[\s\S]*3 open tasks[\s\S]*nothing has happened/)
  })

  it.each([['tomorrow'], ['2027-13-01'], ['2027']])(
    'a pause until %s is refused before anything is asked',
    async until => {
      const { asked, failure } = await run(['asset', 'pause', 'A', '--until', until, '--reason', 'x'], [])
      expect(asked).toEqual([])
      expect(failure).not.toBeNull()
    },
  )
})

describe('subscription', () => {
  const north = {
    id: '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83',
    name: 'North',
    state: 'active',
    suspendedAt: null,
    createdAt: '2026-11-22T06:00:00.000Z',
    people: 1,
    agents: 0,
    licence: { kind: 'trial', limit: 10, endAt: null },
  }

  it('create prints the link alone, and says beside it for whom it is', async () => {
    const body = { subscription: north, link: 'https://p/set-password#token=pya_x', linkEndsAt: '2026-11-29' }
    const { out, err, asked } = await run(['subscription', 'create', 'North', '--admin', 'a@b'], [{ body }])
    expect(out).toBe('https://p/set-password#token=pya_x\n')
    expect(err).toContain('For a@b, once, until 2026-11-29')
    expect(asked).toEqual(['POST /subscriptions {"name":"North","administrator":{"email":"a@b","name":"a@b"}}'])
  })

  it('suspend tells why, resume asks nothing', async () => {
    const id = north.id
    const { asked, out } = await run(['subscription', 'suspend', id, '--reason', 'unpaid'], [{ body: north }])
    expect(asked).toEqual([`POST /subscriptions/${id}/suspend {"reason":"unpaid"}`])
    expect(out).toContain('North')
    expect((await run(['subscription', 'resume', id], [{ body: north }])).asked).toEqual([
      `POST /subscriptions/${id}/resume`,
    ])
  })

  it('licence gives kind, number and end', async () => {
    const given = { subscriptionId: north.id, kind: 'full', effectiveKind: 'full', limit: 50, endAt: '2027-01-01' }
    const args = ['subscription', 'licence', north.id, 'full', '--assets', '50', '--until', '2027-01-01']
    const { asked, out } = await run(args, [{ body: given }])
    expect(asked).toEqual([`PATCH /subscriptions/${north.id}/licence {"kind":"full","limit":50,"endAt":"2027-01-01"}`])
    expect(out).toBe('full, 50 assets, until 2027-01-01\n')
  })
})
