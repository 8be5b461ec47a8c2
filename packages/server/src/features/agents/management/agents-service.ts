import type { Agent, AgentsDone } from '@patchyard/api'
import { type AgentStanding, agentTransitions, assertTransition, type Clock } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { LineRecord } from '../../../storage/ports/line-record.ts'
import { countListed } from '../../findings/listed-counts-service.ts'
import { reassignLicences } from '../../licences/licence-assignment-service.ts'
import { createPgLineStore } from '../line/pg-line-store.ts'
import { contextOf } from '../../../queries/query-context.ts'
import { findAssetId } from '../../assets/assets-read-model.ts'
import { everyAssetChange } from '../../../storage/ports/asset-changes.ts'
import { noticeAssets } from '../../../storage/page-notices.ts'
import type { TagFollower } from '../../../storage/ports/tag-follower.ts'
import { findAgent, readAgent } from './agents-read-model.ts'

export interface AgentsService {
  /** `as`: the asset that this machine goes on as after a reinstallation; its old key is revoked. */
  accept(principal: Principal, agentId: string, as: string | undefined): Promise<Agent>
  reject(principal: Principal, agentId: string): Promise<Agent>
  revoke(principal: Principal, agentId: string): Promise<Agent>
  acceptMany(principal: Principal, agentIds: readonly string[]): Promise<AgentsDone>
  rejectMany(principal: Principal, agentIds: readonly string[]): Promise<AgentsDone>
  revokeMany(principal: Principal, agentIds: readonly string[]): Promise<AgentsDone>
  /** Ends a quarantine: the machine with this digest goes on, every other copy must enrol anew. */
  resume(principal: Principal, agentId: string, machine: string): Promise<Agent>
  askScan(principal: Principal, assetPublicId: string): Promise<void>
}

export function createAgentsService(ports: {
  database: Database
  clock: Clock
  tags: TagFollower
  onWork: (subscriptionId: number, assetIds: readonly number[]) => void
}): AgentsService {
  const { database, clock, tags } = ports

  type Work = (trx: Trx, line: LineRecord) => Promise<LineRecord>

  /** One agent, in the caller's transaction. Returns the asset, which `acceptAs` may have changed. */
  async function changeOne(
    trx: Trx,
    principal: Principal,
    agentId: string,
    found: number | null,
    action: string,
    work: Work,
  ): Promise<number> {
    const { subscriptionId } = principal
    const nowMs = clock.nowMs()
    const lines = createPgLineStore(trx)
    const line = found === null ? null : await lines.lock(found)
    if (line === null) throw new Problem('not_found')
    const next = await work(trx, line)
    await lines.save({ ...next, standingAtMs: nowMs, workVersion: next.workVersion + 1 })
    await tags.assetsChanged(trx, subscriptionId, [next.assetId], everyAssetChange)
    await reassignLicences(trx, nowMs, [next.assetId])
    await writeAudit(trx, { principal, action, object: `agent:${agentId}`, detail: { from: line.standing }, nowMs })
    await noticeAssets(trx, subscriptionId, 'agent', [line.assetId])
    return next.assetId
  }

  async function change(principal: Principal, agentId: string, action: string, work: Work): Promise<Agent> {
    const { subscriptionId } = principal
    const done = await database.inSubscription(subscriptionId, async trx => {
      await tags.begin(trx)
      const context = contextOf(principal, clock.nowMs())
      const found = await findAgent(trx, agentId, context)
      const assetId = await changeOne(trx, principal, agentId, found, action, work)
      // Whatever became of its tags: the answer is what was done.
      return { agent: await readAgent(trx, agentId, { ...context, scope: { kind: 'all' } }), assetId }
    })
    ports.onWork(subscriptionId, [done.assetId])
    if (done.agent === null) throw new Problem('not_found')
    return done.agent
  }

  /** All or nothing, in the order of their assets: two people who take the same agents do not wait for each other in a circle. */
  async function changeMany(
    principal: Principal,
    agentIds: readonly string[],
    action: string,
    work: Work,
  ): Promise<AgentsDone> {
    const { subscriptionId } = principal
    const assetIds = await database.inSubscription(subscriptionId, async trx => {
      await tags.begin(trx)
      const context = contextOf(principal, clock.nowMs())
      const picked: { agentId: string; assetId: number }[] = []
      for (const agentId of agentIds) {
        const assetId = await findAgent(trx, agentId, context)
        if (assetId === null) throw new Problem('not_found', { field: '/ids', detail: `${agentId} does not exist` })
        picked.push({ agentId, assetId })
      }
      picked.sort((a, b) => a.assetId - b.assetId)
      const done: number[] = []
      for (const { agentId, assetId } of picked) {
        done.push(await changeOne(trx, principal, agentId, assetId, action, work))
      }
      return done
    })
    ports.onWork(subscriptionId, assetIds)
    return { changed: assetIds.length }
  }

  const moved = (line: LineRecord, to: AgentStanding): LineRecord => {
    try {
      assertTransition('agent', agentTransitions, line.standing, to)
    } catch (error) {
      throw new Problem('conflict', { detail: (error as Error).message }, error)
    }
    return { ...line, standing: to, standingWhy: null }
  }

  const acceptNew: Work = async (trx, line) => {
    if (line.standing !== 'pending') throw new Problem('conflict', { detail: `the agent is ${line.standing}` })
    await trx
      .updateTable('asset')
      .set({ activated_at: new Date(clock.nowMs()), looks_like: null })
      .where('asset_id', '=', line.assetId)
      .execute()
    return moved(line, 'active')
  }
  const rejectOne: Work = (_trx, line) => Promise.resolve(moved(line, 'rejected'))
  const revokeOne: Work = async (trx, line) => {
    await countListed(trx, [line.assetId], -1)
    await trx
      .updateTable('door_key')
      .set({ state: 'revoked' })
      .where('asset_id', '=', line.assetId)
      .where('state', '=', 'replaced')
      .execute()
    return moved(line, 'revoked')
  }

  return {
    accept(principal, agentId, as) {
      if (as === undefined) return change(principal, agentId, 'agent.accept', acceptNew)
      return change(principal, agentId, 'agent.accept', async (trx, line) => {
        if (line.standing !== 'pending') throw new Problem('conflict', { detail: `the agent is ${line.standing}` })
        if ((await findAssetId(trx, as, contextOf(principal, clock.nowMs()))) === null) {
          throw new Problem('not_found', { field: '/as' })
        }
        return acceptAs(trx, moved(line, 'active'), as, new Date(clock.nowMs()))
      })
    },

    reject: (principal, agentId) => change(principal, agentId, 'agent.reject', rejectOne),
    revoke: (principal, agentId) => change(principal, agentId, 'agent.revoke', revokeOne),

    acceptMany: (principal, agentIds) => changeMany(principal, agentIds, 'agent.accept', acceptNew),
    rejectMany: (principal, agentIds) => changeMany(principal, agentIds, 'agent.reject', rejectOne),
    revokeMany: (principal, agentIds) => changeMany(principal, agentIds, 'agent.revoke', revokeOne),

    resume(principal, agentId, machine) {
      return change(principal, agentId, 'agent.resume', (_trx, line) => {
        if (line.standing !== 'quarantined') throw new Problem('conflict', { detail: `the agent is ${line.standing}` })
        if (!line.speakers.some(speaker => speaker.machine === machine)) {
          throw new Problem('malformed', { field: '/machine', detail: 'no copy with this machine has spoken' })
        }
        return Promise.resolve({
          ...moved(line, 'active'),
          adoptMachine: machine,
          adoptAtMs: clock.nowMs(),
          speakers: [],
        })
      })
    },

    async askScan(principal, assetPublicId) {
      const { subscriptionId } = principal
      const assetId = await database.inSubscription(subscriptionId, async trx => {
        const row = await trx
          .selectFrom('asset')
          .innerJoin('agent_line', 'agent_line.asset_id', 'asset.asset_id')
          .select(['asset.asset_id', 'agent_line.standing'])
          .where('asset.asset_id', '=', await findAssetId(trx, assetPublicId, contextOf(principal, clock.nowMs())))
          .executeTakeFirst()
        if (row === undefined) throw new Problem('not_found')
        if (row.standing !== 'active') throw new Problem('conflict', { detail: `the agent is ${row.standing}` })
        await createPgLineStore(trx).setScanAfter([row.asset_id], clock.nowMs())
        const object = `asset:${assetPublicId}`
        await writeAudit(trx, { principal, action: 'asset.scan', object, nowMs: clock.nowMs() })
        return row.asset_id
      })
      ports.onWork(subscriptionId, [assetId])
    },
  }
}

/**
 * The reinstalled machine goes on as an asset that is known: its history, tags and id stay, the line and key become the
 * newcomer's, the old key is revoked for ever. The newcomer's own row disappears.
 */
async function acceptAs(trx: Trx, newcomer: LineRecord, as: string, now: Date): Promise<LineRecord> {
  const old = await trx
    .selectFrom('asset')
    .innerJoin('agent_line', 'agent_line.asset_id', 'asset.asset_id')
    .select(['asset.asset_id', 'asset.removed_at', 'agent_line.public_id', 'agent_line.standing'])
    .where('asset.public_id', '=', as)
    .executeTakeFirst()
  if (old === undefined || old.removed_at !== null) throw new Problem('not_found', { field: '/as' })
  if (old.asset_id === newcomer.assetId) throw new Problem('malformed', { field: '/as', detail: 'the same asset' })
  const fresh = await trx
    .selectFrom('asset')
    .select(['name', 'name_folded', 'name_words', 'os_name', 'os_name_folded', 'os_name_words'])
    .select(['architecture', 'architecture_folded', 'architecture_words'])
    .select(['agent_version', 'smbios', 'machine_id', 'rootfs'])
    .where('asset_id', '=', newcomer.assetId)
    .executeTakeFirstOrThrow()
  await trx.updateTable('door_key').set({ state: 'revoked' }).where('asset_id', '=', old.asset_id).execute()
  await trx.updateTable('door_key').set({ asset_id: old.asset_id }).where('asset_id', '=', newcomer.assetId).execute()
  // The old line may have been listed or not; the new one is, and nobody else sees the moment between.
  await countListed(trx, [old.asset_id], -1)
  await trx.deleteFrom('agent_line').where('asset_id', '=', old.asset_id).execute()
  await trx.deleteFrom('agent_line').where('asset_id', '=', newcomer.assetId).execute()
  await trx.deleteFrom('asset').where('asset_id', '=', newcomer.assetId).execute()
  await trx
    .updateTable('asset')
    .set({ ...fresh, activated_at: now, looks_like: null })
    .where('asset_id', '=', old.asset_id)
    .execute()
  // What the old installation reported is not what this one has: it sends everything.
  await trx.deleteFrom('asset_section').where('asset_id', '=', old.asset_id).execute()
  const line = { ...newcomer, assetId: old.asset_id, inventory: null }
  await createPgLineStore(trx).insert(line)
  await countListed(trx, [old.asset_id], 1)
  return line
}
