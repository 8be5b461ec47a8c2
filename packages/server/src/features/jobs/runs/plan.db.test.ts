import { type JobDefinition, noAssets, usualJobOptions } from '@patchyard/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunsWorld, runsWorld, START } from '../testing/runs-world.ts'

let world: RunsWorld
beforeAll(async () => {
  world = await runsWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.clear())

describe('who takes part', () => {
  it('is written down with the reason, and only the others get tasks', async () => {
    const site = await world.addTag('site')
    const rack = await world.addTag('rack', site)
    const frozen = await world.addTag('frozen')
    const curl = await world.addPatch('curl')
    const misses = ['curl']
    const below = await world.addAsset({ tags: [rack], misses })
    const out = await world.addAsset({ tags: [site, frozen], misses })
    const byHand = await world.addAsset({ tags: [frozen], misses })
    const banned = await world.addAsset({ tags: [site], misses })
    const mac = await world.addAsset({ tags: [site], platform: 'macos' })
    await world.addAsset({ misses })
    const job = await world.addJob({
      assets: {
        ...{ ...noAssets, tags: [site], excludeTags: [frozen] },
        ...{ include: [byHand.publicId], exclude: [banned.publicId] },
      },
      patches: { from: 'list', patches: [curl] },
      schedule: { type: 'onDemand' },
    })
    await world.enable(job)
    await world.turn()
    const [run] = await world.runsOf(job)
    expect(run?.state).toBe('active')
    const members = await world.db.owner(
      'select asset_id::int as id, chosen_by as by, reason from run_member order by asset_id',
    )
    expect(members).toEqual([
      { id: below.id, by: 'tag', reason: null },
      { id: out.id, by: 'tag', reason: 'asset_tag_excluded' },
      { id: byHand.id, by: 'hand', reason: null },
      { id: banned.id, by: 'tag', reason: 'asset_excluded' },
      { id: mac.id, by: 'tag', reason: 'asset_other_platform' },
    ])
    expect((await world.tasksOf(run?.id ?? 0)).map(task => task.asset)).toEqual([below.id, byHand.id])
  })

  it('so many at once: the others are offered when those are done', async () => {
    const tag = await world.addTag('web')
    const curl = await world.addPatch('curl')
    const hosts = [
      await world.addAsset({ tags: [tag], misses: ['curl'] }),
      await world.addAsset({ tags: [tag], misses: ['curl'] }),
    ] as const
    const job = await world.addJob({
      assets: { ...noAssets, tags: [tag] },
      patches: { from: 'list', patches: [curl] },
      schedule: { type: 'onDemand' },
      options: { ...usualJobOptions, atOnce: 1 },
    })
    await world.enable(job)
    await world.turn()
    const offers = async () => [await world.offered(hosts[0]), await world.offered(hosts[1])]
    expect(await offers()).toEqual([1, 0])
    await world.db.owner(`update task set state = 'succeeded', ended_at = now() where asset_id = $1`, [hosts[0].id])
    await world.turn()
    expect(await offers()).toEqual([0, 1])
  })
})

describe('which patches', () => {
  const byQuery = (query: string): Partial<JobDefinition> => ({ patches: { from: 'query', query } })
  async function planned(over: Partial<JobDefinition>): Promise<{ job: string; keys: string[][]; leftOut: unknown[] }> {
    const job = await world.addJob({ schedule: { type: 'onDemand' }, ...over })
    await world.enable(job)
    await world.turn()
    const [run] = await world.runsOf(job)
    const leftOut = await world.db.owner('select name, reason, detail from run_left_out where run_id = $1 order by n', [
      run?.id,
    ])
    return {
      job,
      keys: (await world.tasksOf(run?.id ?? 0)).map(task => task.keys),
      leftOut: leftOut.map(row => Object.values(row)),
    }
  }
  async function fleet() {
    const tag = await world.addTag('web')
    for (const [name, days] of [
      ['curl', 9],
      ['vim', 3],
      ['zlib', 6],
    ] as const)
      await world.addPatch(name, { publishedDaysAgo: days })
    await world.addAsset({ tags: [tag], misses: ['curl', 'vim'] })
    await world.addAsset({ misses: ['zlib'] })
    return { tag, assets: { ...noAssets, tags: [tag] } }
  }
  const rule = (kind: string, target: string, value: string, tags: string[] = [], days = 0): Promise<unknown> =>
    world.db.owner(
      `insert into planning_rule (subscription_id, public_id, name, name_folded, kind, target, value, value_folded, min_age_days, reason, tags,
                                  created_by, created_by_name, created_at)
       values (1, gen_random_uuid(), 'Freeze', 'freeze', $1, $2, $3, $3, $5, 'audit week', $4::uuid[], $6, 'A', now())`,
      [kind, target, value, tags, days, world.ownerId],
    )

  it('of a rollback: what the asset kept itself, rules or not; the rest is left out with its reason', async () => {
    const tag = await world.addTag('web')
    const [curl, vim, zlib] = [await world.addPatch('curl'), await world.addPatch('vim'), await world.addPatch('zlib')]
    const asset = await world.addAsset({ tags: [tag], misses: [] })
    await rule('block', 'patch', curl)
    await world.db.owner(
      `update agent_line set features = array['actions.1', 'options.1', 'rollback.1'] where asset_id = $1`,
      [asset.id],
    )
    await world.db.owner(
      `insert into asset_section (asset_id, name, subscription_id, digest, row_count, rows)
       select $1, 'rollback.1', 1, '\\x00', 2,
              jsonb_agg(jsonb_build_array(p.key, p.title, 'x86_64', '2', '1', case p.title when 'vim' then 'kernel' else '' end, '', 1))
         from patch p where p.title in ('curl', 'vim')`,
      [asset.id],
    )
    const { job, keys } = await planned({
      kind: 'rollback',
      assets: { ...noAssets, tags: [tag] },
      patches: { from: 'list', patches: [curl, vim, zlib] },
    })
    expect(keys).toEqual([['curl']])
    const [run] = await world.runsOf(job)
    const rows = await world.db.owner(
      `select t.document, (select array_agg(i.reason order by i.n) from item i where i.asset_id = t.asset_id and i.task_id = t.id) as reasons
         from task t where t.run_id = $1`,
      [run?.id],
    )
    expect(JSON.parse(String(rows[0]?.['document']))).toMatchObject({
      items: [{ kind: 'rollback', packages: [{ name: 'curl', from: '2', to: '1' }] }],
    })
    expect(rows[0]?.['reasons']).toEqual([null, 'patch_one_way', 'patch_one_way'])
  })

  it('by query: what members of the run miss, the newest first', async () => {
    const { assets } = await fleet()
    expect(await planned({ assets, ...byQuery('') })).toMatchObject({ keys: [['vim', 'curl']], leftOut: [] })
  })

  it('by query: superseded on the asset is not missing', async () => {
    const { assets } = await fleet()
    await world.db.owner(
      `update finding set latest = false where patch_id = (select id from patch where title = 'vim')`,
    )
    expect((await planned({ assets, ...byQuery('') })).keys).toEqual([['curl']])
  })

  it('by query: asked with the scope that the owner has now', async () => {
    const { assets, tag } = await fleet()
    await world.db.owner('update membership set all_assets = false')
    expect((await planned({ assets, ...byQuery('') })).keys).toEqual([])
    await world.db.owner(
      'insert into membership_tag (subscription_id, person_id, tag_id) select 1, $1, id from tag where public_id = $2',
      [world.ownerId, tag],
    )
    expect((await planned({ assets, ...byQuery('') })).keys).toEqual([['vim', 'curl']])
  })

  it('a rule that cannot be read any more lets nothing through', async () => {
    const { assets } = await fleet()
    await rule('block', 'query', 'noSuchToken:1')
    const { job } = await planned({ assets, ...byQuery('') })
    expect((await world.runsOf(job))[0]).toMatchObject({ state: 'cancelled', reason: 'job_unplannable' })
  })

  it('a query that cannot be read any more is recorded', async () => {
    const { assets } = await fleet()
    const { job } = await planned({ assets, ...byQuery('noSuchToken:1') })
    expect((await world.runsOf(job))[0]).toMatchObject({ state: 'cancelled', reason: 'job_unplannable' })
  })

  it('from another job: its frozen list, also when it would find others by now', async () => {
    const { assets, tag } = await fleet()
    const test = await planned({ assets, ...byQuery('') })
    await world.addPatch('new', { publishedDaysAgo: 1 })
    await world.addAsset({ tags: [tag], misses: ['new', 'curl'] })
    expect((await planned({ assets, patches: { from: 'job', job: test.job } })).keys).toEqual([
      ['vim', 'curl'],
      ['curl'],
    ])
  })

  it.each<[string, Parameters<typeof rule>, string[][], unknown[]]>([
    ['block, by key', ['block', 'patch', 'deb:debian/12/vim@2'], [['curl']], [['vim', 'patch_blocked']]],
    ['block, by product', ['block', 'product', 'vim'], [['curl']], [['vim', 'patch_blocked']]],
    ['block, by query', ['block', 'query', 'title:vim'], [['curl']], [['vim', 'patch_blocked']]],
    ['pin to what it is', ['pin', 'product', 'curl'], [['vim']], [['curl', 'patch_pinned']]],
    ['pin to a patch: that one may go', ['pin', 'patch', 'deb:debian/12/vim@2'], [['vim', 'curl']], []],
    ['minimum age', ['minAge', 'all', '', [], 5], [['curl']], [['vim', 'patch_too_young']]],
  ])('rule of the subscription: %s', async (_, made, keys, leftOut) => {
    const { assets } = await fleet()
    await rule(...made)
    const result = await planned({ assets, ...byQuery('') })
    expect(result.keys).toEqual(keys)
    expect(result.leftOut).toEqual(leftOut.map(one => [...(one as string[]), 'Rule “Freeze”: audit week']))
  })

  it('a rule for some assets is obeyed there alone, and its item says which', async () => {
    const { tag } = await fleet()
    const other = await world.addTag('db')
    await world.addAsset({ tags: [other], misses: ['curl', 'vim'] })
    await rule('block', 'product', 'vim', [other])
    const result = await planned({ assets: { ...noAssets, tags: [tag, other] }, ...byQuery('') })
    expect(result.keys).toEqual([['vim', 'curl'], ['curl']])
    expect(await world.db.owner(`select reason, output from item where state = 'skipped'`)).toEqual([
      { reason: 'patch_blocked', output: 'Rule “Freeze”: audit week' },
    ])
  })

  it('a rule that has ended holds nothing up', async () => {
    const { assets } = await fleet()
    await rule('block', 'all', '')
    await world.db.owner('update planning_rule set ends_at = $1', [new Date(START)])
    expect((await planned({ assets, ...byQuery('') })).keys).toEqual([['vim', 'curl']])
  })
})
