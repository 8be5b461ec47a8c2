import type { PatchRule, PatchRuleCreate } from '@patchyard/api'
import { type Clock, patchRuleLimits, type Random } from '@patchyard/domain'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { readQuery } from '../../../queries/read-query.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { countActiveRules, endRule, insertRule, unknownTags } from './rule-store.ts'

export interface RulesService {
  /** Throws Problem `malformed` for parts that do not go together, `query_invalid`, `not_found` for a tag, `conflict` for one rule too many. */
  create(principal: Principal, request: PatchRuleCreate): Promise<PatchRule>
  /** One that has ended stays as it is. Throws Problem `not_found`. */
  end(principal: Principal, publicId: string): Promise<PatchRule>
}

/** What a subscription says about patches to every job. What is planned already stays as it is: its tasks are cancelled by people. */
export function createRulesService(ports: { database: Database; clock: Clock; random: Random }): RulesService {
  const { database, clock, random } = ports
  return {
    async create(principal, request) {
      const nowMs = clock.nowMs()
      const value = valueOf(request, nowMs)
      const rule = { ...request, id: random.uuid(), name: request.name.normalize('NFC').trim(), value }
      return database.inSubscription(principal.subscriptionId, async trx => {
        const [lost] = await unknownTags(trx, request.tags ?? [])
        if (lost !== undefined) throw new Problem('not_found', { field: '/tags', detail: `${lost} does not exist` })
        if ((await countActiveRules(trx, nowMs)) >= patchRuleLimits.rules) {
          throw new Problem('conflict', { detail: `there are ${patchRuleLimits.rules} rules that have not ended` })
        }
        const made = await insertRule(trx, rule, principal, nowMs)
        const { id, name, kind, target, reason, minAgeDays, endsAt } = made
        const detail = { after: { name, kind, target, value, minAgeDays, reason, endsAt } }
        await writeAudit(trx, { principal, action: 'patchRule.create', object: `patch-rule:${id}`, detail, nowMs })
        return made
      })
    },

    end: (principal, publicId) =>
      database.inSubscription(principal.subscriptionId, async trx => {
        const nowMs = clock.nowMs()
        const done = await endRule(trx, publicId, principal.name, nowMs)
        if (done === null) throw new Problem('not_found')
        if (done.ended) {
          const { name, kind, target, value } = done.rule
          const detail = { before: { name, kind, target, value } }
          await writeAudit(trx, { principal, action: 'patchRule.end', object: `patch-rule:${publicId}`, detail, nowMs })
        }
        return done.rule
      }),
  }
}

function valueOf({ name, kind, target, value = '', minAgeDays, endsAt }: PatchRuleCreate, nowMs: number): string {
  const refuse = (field: string, detail: string): never => {
    throw new Problem('malformed', { field, detail })
  }
  if (name.trim() === '') refuse('/name', 'the name is empty')
  if (kind === 'minAge' && minAgeDays === undefined) refuse('/minAgeDays', 'a minimum age needs its days')
  if (kind !== 'minAge' && minAgeDays !== undefined) refuse('/minAgeDays', 'days belong to a minimum age alone')
  if (endsAt !== undefined && endsAt !== null && Date.parse(endsAt) <= nowMs) refuse('/endsAt', 'the end has passed')
  if (target === 'all') {
    if (kind !== 'minAge') refuse('/target', 'only a minimum age can be about all patches')
    if (value.trim() !== '') refuse('/value', 'all patches need no value')
    return ''
  }
  if (value.trim() === '') refuse('/value', 'the value is empty')
  return target === 'query' ? readQuery('patch', value, 'query').canonical : value.trim()
}
