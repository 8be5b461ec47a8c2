import { createHash } from 'node:crypto'
import type { TagRule, TagRuleProblem } from '@patchyard/api'
import { tagAndAbove, tagNameLook, type TagParents, withTagsBelow } from '@patchyard/domain'
import { foldText, LANGUAGE_VERSION } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { searchable } from '../../database/search-columns.ts'
import type { ReadRule } from './rules/read-rule.ts'

export interface TagRecord {
  readonly id: number
  readonly publicId: string
  readonly parentId: number | null
  readonly name: string
  readonly description: string
  readonly colour: string
  readonly criticality: number | null
  readonly rule: TagRule | null
  readonly ruleQuery: string | null
  readonly ruleLanguage: number | null
  readonly ruleLevel: number
  readonly ruleProblems: readonly TagRuleProblem[] | null
}

/** What of a tag its owner decides. */
export type TagFacts = Pick<TagRecord, 'parentId' | 'name' | 'description' | 'colour' | 'criticality'>

const columnsOf = (facts: TagFacts) => ({
  parent_id: facts.parentId,
  ...searchable('name', facts.name),
  name_key: tagNameKey(facts.name),
  description: facts.description,
  colour: facts.colour,
  criticality: facts.criticality,
})

/** The same for two names that differ by case or by letters that look alike. */
export const tagNameKey = (name: string): Buffer =>
  createHash('sha256')
    .update(tagNameLook(foldText(name)))
    .digest()

async function rulesWhere(trx: Trx, condition: RawBuilder<boolean>): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select t.id from tag t where t.subscription_id = app_subscription() and t.rule is not null and ${condition}
     order by t.rule_level, t.id`.execute(trx)
  return rows.map(row => row.id)
}

/** Writes of `tag`, `tag_above` and `tag_favourite`. Used under the tags' lock. */
export const tagStore = {
  /** All tags of the subscription: some thousand at most (`MOST_TAGS`). */
  async loadAll(trx: Trx): Promise<TagRecord[]> {
    const rows = await trx
      .selectFrom('tag')
      .select(['id', 'public_id', 'parent_id', 'name', 'description', 'colour', 'criticality'])
      .select(['rule', 'rule_query', 'rule_language', 'rule_level', 'rule_problems'])
      .orderBy('id')
      .execute()
    return rows.map(row => ({
      id: row.id,
      publicId: row.public_id,
      parentId: row.parent_id,
      name: row.name,
      description: row.description,
      colour: row.colour,
      criticality: row.criticality,
      rule: row.rule as TagRule | null,
      ruleQuery: row.rule_query,
      ruleLanguage: row.rule_language,
      ruleLevel: row.rule_level,
      ruleProblems: row.rule_problems as TagRuleProblem[] | null,
    }))
  },

  async findId(trx: Trx, publicId: string): Promise<number | null> {
    const row = await trx.selectFrom('tag').select('id').where('public_id', '=', publicId).executeTakeFirst()
    return row?.id ?? null
  },

  /** Dynamic tags whose rule another version of the language wrote, in the order in which rules are asked. */
  listOldRules: (trx: Trx): Promise<number[]> => rulesWhere(trx, sql<boolean>`t.rule_language <> ${LANGUAGE_VERSION}`),

  /** Dynamic tags whose rule is understood and follows the clock, in the order in which rules are asked. */
  listTimedRules: (trx: Trx): Promise<number[]> =>
    rulesWhere(trx, sql<boolean>`t.rule_problems is null and 'time' = any(t.rule_follows)`),

  /** Whether some rule asks for tags. */
  async hasChainedRules(trx: Trx): Promise<boolean> {
    const { rows } = await sql<{ chained: boolean }>`
      select exists (select 1 from tag t where t.subscription_id = app_subscription() and t.rule is not null
                      and 'tags' = any(t.rule_follows)) as chained`.execute(trx)
    return rows[0]?.chained === true
  },

  /** The name of another tag that this one would be taken for, or null. */
  async nameTakenBy(trx: Trx, name: string, but: number | null): Promise<string | null> {
    const row = await trx
      .selectFrom('tag')
      .select('name')
      .where('subscription_id', '=', sql<number>`app_subscription()`)
      .where('name_key', '=', tagNameKey(name))
      .$if(but !== null, query => query.where('id', '<>', but))
      .executeTakeFirst()
    return row?.name ?? null
  },

  async insert(trx: Trx, tag: TagFacts & { readonly publicId: string; readonly now: Date }): Promise<number> {
    const { id } = await trx
      .insertInto('tag')
      .values({
        subscription_id: sql<number>`app_subscription()`,
        public_id: tag.publicId,
        ...columnsOf(tag),
        created_at: tag.now,
        modified_at: tag.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  },

  async update(trx: Trx, id: number, facts: TagFacts, now: Date): Promise<void> {
    await trx
      .updateTable('tag')
      .set({ ...columnsOf(facts), modified_at: now })
      .where('id', '=', id)
      .execute()
  },

  /** null: the tag is static from now on. */
  async setRule(trx: Trx, id: number, rule: { document: TagRule; read: ReadRule } | null): Promise<void> {
    await trx
      .updateTable('tag')
      .set({
        rule: rule === null ? null : JSON.stringify(rule.document),
        rule_query: rule?.read.canonical ?? null,
        rule_language: rule === null ? null : LANGUAGE_VERSION,
        rule_follows: rule === null ? [] : [...rule.read.follows].sort(),
        rule_problems: null,
        ...(rule === null ? { evaluated_at: null } : {}),
      })
      .where('id', '=', id)
      .execute()
  },

  /** The rule in the present language, or why there is none: the tag keeps its assets then. */
  async renewRule(trx: Trx, id: number, now: ReadRule | readonly TagRuleProblem[]): Promise<void> {
    const set =
      'canonical' in now
        ? { rule_query: now.canonical, rule_follows: [...now.follows].sort(), rule_problems: null }
        : { rule_problems: JSON.stringify(now) }
    await trx
      .updateTable('tag')
      .set({ ...set, rule_language: LANGUAGE_VERSION })
      .where('id', '=', id)
      .execute()
  },

  async setLevels(trx: Trx, levels: ReadonlyMap<number, number>): Promise<void> {
    if (levels.size === 0) return
    await sql`
      update tag set rule_level = v.level
        from unnest(${[...levels.keys()]}::int[], ${[...levels.values()]}::int[]) as v(id, level)
       where tag.id = v.id and tag.rule_level <> v.level`.execute(trx)
  },

  async setEvaluated(trx: Trx, ids: readonly number[], now: Date): Promise<void> {
    if (ids.length === 0) return
    await sql`update tag set evaluated_at = ${now} where id = any(${[...ids]}::int[])`.execute(trx)
  },

  /** Makes the closure of this tag and all below it what the tree says. */
  async writeAbove(trx: Trx, parents: TagParents, id: number): Promise<void> {
    const below = [...withTagsBelow(parents, [id])]
    const rows = below.flatMap(tag => tagAndAbove(parents, tag).map(above => [above, tag] as const))
    await sql`delete from tag_above where tag_id = any(${below}::int[])`.execute(trx)
    await sql`
      insert into tag_above (above_id, tag_id, subscription_id)
      select v.above_id, v.tag_id, app_subscription()
        from unnest(${rows.map(([above]) => above)}::int[], ${rows.map(([, tag]) => tag)}::int[]) as v(above_id, tag_id)`.execute(
      trx,
    )
  },

  /** What else hangs on them has been taken away before. */
  async remove(trx: Trx, ids: readonly number[]): Promise<void> {
    const all = [...ids]
    await sql`delete from tag_favourite where tag_id = any(${all}::int[])`.execute(trx)
    await sql`delete from tag_above where tag_id = any(${all}::int[]) or above_id = any(${all}::int[])`.execute(trx)
    await sql`delete from tag where id = any(${all}::int[])`.execute(trx)
  },

  async setFavourite(trx: Trx, id: number, personId: number, favourite: boolean): Promise<void> {
    if (favourite) {
      await sql`
        insert into tag_favourite (subscription_id, person_id, tag_id) values (app_subscription(), ${personId}, ${id})
        on conflict do nothing`.execute(trx)
    } else {
      await trx.deleteFrom('tag_favourite').where('person_id', '=', personId).where('tag_id', '=', id).execute()
    }
  },
}
