import type { TagChange, TagCreate, TagDelete, TagRule } from '@patchyard/api'
import {
  type Clock,
  moveProblem,
  parentsOf,
  type Random,
  tagNameProblem,
  tidyTagName,
  withTagsBelow,
} from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { assetTagStore } from './asset-tag-store.ts'
import { type ReadRule, readRule } from './rules/read-rule.ts'
import { type RuleTrees, withTrees } from './rules/rule-trees.ts'
import { type Settling, settleTags } from './settle-tags.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'
import { lockTags } from './tag-lock.ts'
import { type TagFacts, type TagRecord, tagStore } from './tag-store.ts'
import { readTagUses, releaseTagUses } from './tag-uses.ts'

export const MOST_TAGS = 5000
export const MOST_RULES = 500

/** Asking one rule of 100,000 assets takes a second or two; a chain of them may take longer. */
const RULE_MS = 25_000

export interface TagsService {
  /** The public id. Throws Problem `tag_name_refused`, `conflict`, `tag_rule_invalid`, `tag_circle`, `malformed`. */
  create(principal: Principal, request: TagCreate): Promise<string>
  change(principal: Principal, publicId: string, request: TagChange): Promise<void>
  /** Throws Problem `tag_in_use` with `uses`, as long as something hangs on it that the request does not decide about. */
  remove(principal: Principal, publicId: string, request: TagDelete): Promise<void>
  evaluate(principal: Principal, publicId: string): Promise<void>
}

interface Rule {
  readonly document: TagRule
  readonly read: ReadRule
}

export function createTagsService(ports: {
  database: Database
  clock: Clock
  random: Random
  trees: RuleTrees
  follower: TagFollower
}): TagsService {
  const { database, clock, random } = ports

  /** One change of the tree or its rules: alone in the subscription, with what follows from it. */
  function changing<T>(
    principal: Principal,
    work: (trx: Trx, tags: readonly TagRecord[], nowMs: number) => Promise<T>,
  ): Promise<T> {
    refuseUnlessAllAssets(principal)
    return database.inSubscription(
      principal.subscriptionId,
      async trx => {
        await lockTags(trx)
        return work(trx, await tagStore.loadAll(trx), clock.nowMs())
      },
      { statementTimeoutMs: RULE_MS },
    )
  }

  const settle = (trx: Trx, settling: Settling): Promise<void> => settleTags(ports, trx, settling)

  return {
    async create(principal, request) {
      const rule = ruleOf(request.rule)
      const publicId = random.uuid()
      return changing(principal, async (trx, tags, nowMs) => {
        if (tags.length >= MOST_TAGS) throw new Problem('conflict', { detail: `there are ${MOST_TAGS} tags already` })
        refuseMoreRules(tags, null, rule)
        const facts: TagFacts = {
          name: nameOf(request.name),
          description: request.description ?? '',
          colour: request.colour ?? '',
          criticality: request.criticality ?? null,
          parentId: parentOf(tags, null, request.parent ?? null),
        }
        await refuseTakenName(trx, facts.name, null)
        const id = await tagStore.insert(trx, { ...facts, publicId, now: new Date(nowMs) })
        await tagStore.writeAbove(trx, new Map([...parentsOf(tags), [id, facts.parentId]]), id)
        if (rule !== null) await tagStore.setRule(trx, id, rule)
        await settle(trx, {
          subscriptionId: principal.subscriptionId,
          nowMs,
          before: tags,
          ask: rule === null ? [] : [id],
        })
        const after = { ...shownFacts(facts, tags), rule: rule?.read.canonical ?? null }
        await audit(trx, principal, { action: 'create', publicId, detail: { after }, nowMs })
        return publicId
      })
    },

    async change(principal, publicId, request) {
      const rule = request.rule === undefined ? undefined : ruleOf(request.rule)
      await changing(principal, async (trx, tags, nowMs) => {
        const tag = found(tags, publicId)
        const { id } = tag
        const facts: TagFacts = {
          name: request.name === undefined ? tag.name : nameOf(request.name),
          description: request.description ?? tag.description,
          colour: request.colour ?? tag.colour,
          criticality: request.criticality === undefined ? tag.criticality : request.criticality,
          parentId: request.parent === undefined ? tag.parentId : parentOf(tags, id, request.parent),
        }
        if (facts.name !== tag.name) await refuseTakenName(trx, facts.name, id)
        await tagStore.update(trx, id, facts, new Date(nowMs))
        if (facts.parentId !== tag.parentId) {
          await tagStore.writeAbove(trx, new Map([...parentsOf(tags), [id, facts.parentId]]), id)
        }
        if (rule !== undefined) {
          refuseMoreRules(tags, id, rule)
          await tagStore.setRule(trx, id, rule)
        }
        await settle(trx, {
          subscriptionId: principal.subscriptionId,
          nowMs,
          before: tags,
          ask: rule === undefined || rule === null ? [] : [id],
        })
        const [was, is] = [shownFacts(tag, tags), shownFacts(facts, tags)]
        const detail = {
          before: { ...was, rule: tag.ruleQuery },
          after: { ...is, rule: rule === undefined ? tag.ruleQuery : (rule?.read.canonical ?? null) },
        }
        await audit(trx, principal, { action: 'change', publicId, detail: changedOf(detail), nowMs })
      })
    },

    async remove(principal, publicId, request) {
      await changing(principal, async (trx, tags, nowMs) => {
        const tag = found(tags, publicId)
        const children = tags.filter(one => one.parentId === tag.id)
        const going =
          request.children === 'delete'
            ? [...withTagsBelow(parentsOf(tags), [tag.id])].toSorted((a, b) => a - b)
            : [tag.id]
        const uses = await readTagUses(
          trx,
          [tag.id, ...going.filter(id => id !== tag.id)],
          withTrees(tags, ports.trees),
        )
        const open = uses.filter(
          use =>
            use.outcome === 'refused' ||
            (use.what === 'child'
              ? request.children === undefined
              : use.outcome === 'needsAnswer' && request.uses !== 'release'),
        )
        if (open.length > 0) {
          const detail = open.map(use => `${use.count} × ${use.what} (${use.names.join(', ')})`).join('; ')
          throw new Problem('tag_in_use', { detail, uses: open })
        }
        const after = new Map(parentsOf(tags))
        if (request.children !== 'delete') {
          for (const child of children) {
            await tagStore.update(trx, child.id, { ...child, parentId: tag.parentId }, new Date(nowMs))
            after.set(child.id, tag.parentId)
          }
          for (const child of children) await tagStore.writeAbove(trx, after, child.id)
        }
        await releaseTagUses(trx, going)
        const assetIds = await assetTagStore.remove(trx, going, null)
        await tagStore.remove(trx, going)
        await settle(trx, {
          subscriptionId: principal.subscriptionId,
          nowMs,
          before: tags,
          ask: [],
          moved: { tagIds: going, assetIds },
        })
        const detail = {
          before: { ...shownFacts(tag, tags), rule: tag.ruleQuery },
          removed: going.length,
          assets: assetIds.length,
          uses: uses.map(({ what, count }) => ({ what, count })),
        }
        await audit(trx, principal, { action: 'delete', publicId, detail, nowMs })
      })
    },

    async evaluate(principal, publicId) {
      await changing(principal, async (trx, tags, nowMs) => {
        const tag = found(tags, publicId)
        if (tag.rule === null) throw new Problem('conflict', { detail: 'the tag is static: no rule to ask' })
        await settle(trx, { subscriptionId: principal.subscriptionId, nowMs, before: tags, ask: [tag.id] })
        await audit(trx, principal, { action: 'evaluate', publicId, detail: {}, nowMs })
      })
    },
  }
}

/** Tags decide who sees what, so whoever makes them sees everything already (docs/tags.md, who may do what). */
export function refuseUnlessAllAssets(principal: Principal): void {
  if (principal.scope.kind !== 'all') throw new Problem('tag_outside_scope', { detail: 'your scope is not all assets' })
}

export function found(tags: readonly TagRecord[], publicId: string): TagRecord {
  const tag = tags.find(one => one.publicId === publicId)
  if (tag === undefined) throw new Problem('not_found')
  return tag
}

function ruleOf(document: TagRule | null | undefined): Rule | null {
  if (document === null || document === undefined) return null
  const { rule, errors } = readRule(document)
  if (rule !== null) return { document, read: rule }
  const [first] = errors
  throw new Problem('tag_rule_invalid', {
    field: `body/rule${first?.path ?? ''}`,
    ...(first === undefined ? {} : { detail: first.message }),
    errors: errors.slice(0, 50),
  })
}

const nameProblems = {
  empty: 'nothing of it can be seen',
  tooLong: 'it is longer than 1,024 characters',
  invisible: 'it holds characters that cannot be seen or turn the direction of writing',
  mixedScripts: 'a word mixes letters of scripts that look alike',
} as const

function nameOf(text: string): string {
  const name = tidyTagName(text)
  const problem = tagNameProblem(name)
  if (problem !== null) throw new Problem('tag_name_refused', { field: 'body/name', detail: nameProblems[problem] })
  return name
}

async function refuseTakenName(trx: Trx, name: string, but: number | null): Promise<void> {
  const other = await tagStore.nameTakenBy(trx, name, but)
  if (other === null) return
  throw new Problem('conflict', { field: 'body/name', detail: `there is a tag "${other}", which looks the same` })
}

function refuseMoreRules(tags: readonly TagRecord[], id: number | null, rule: Rule | null): void {
  if (rule === null || tags.filter(tag => tag.rule !== null && tag.id !== id).length < MOST_RULES) return
  throw new Problem('conflict', { detail: `there are ${MOST_RULES} dynamic tags already` })
}

function parentOf(tags: readonly TagRecord[], id: number | null, publicId: string | null): number | null {
  if (publicId === null) return null
  const parent = tags.find(tag => tag.publicId === publicId)
  if (parent === undefined) throw new Problem('malformed', { field: 'body/parent', detail: 'there is no such tag' })
  const problem = moveProblem(parentsOf(tags), id, parent.id)
  if (problem === 'circle') {
    throw new Problem('tag_circle', { field: 'body/parent', detail: `"${parent.name}" stands below the tag itself` })
  }
  if (problem === 'tooDeep')
    throw new Problem('conflict', { field: 'body/parent', detail: 'the tree would be too deep' })
  return parent.id
}

const shownFacts = ({ parentId, name, description, colour, criticality }: TagFacts, tags: readonly TagRecord[]) => ({
  name,
  description,
  colour,
  criticality,
  parent: tags.find(tag => tag.id === parentId)?.name ?? null,
})

type Shown = Readonly<Record<string, unknown>>

/** Only the members that differ. */
function changedOf({ before, after }: { before: Shown; after: Shown }): { before: Shown; after: Shown } {
  const names = Object.keys(after).filter(name => before[name] !== after[name])
  const only = (all: Shown): Shown => Object.fromEntries(names.map(name => [name, all[name]]))
  return { before: only(before), after: only(after) }
}

function audit(
  trx: Trx,
  principal: Principal,
  entry: { action: string; publicId: string; detail: Readonly<Record<string, unknown>>; nowMs: number },
): Promise<void> {
  const { publicId, nowMs, detail } = entry
  return writeAudit(trx, { principal, action: `tag.${entry.action}`, object: `tag:${publicId}`, detail, nowMs })
}
