import type { Entity } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { RankedValue } from './best-prefixes.ts'

export interface ValueSetKey {
  readonly scope: string
  readonly entity: Entity
  readonly token: string
}

export interface ValueSet extends ValueSetKey {
  readonly id: number
}

/** A prefix ends before all texts that begin with it and this: no text of the database is behind it. */
const LAST = '\u{10FFFF}'

/** Tables value_set and value_kept. */
export const keptValuesStore = {
  /**
   * Values that begin with `folded`, most frequent first, as many as were ranked; null where they are not kept, or were read
   * when the scope had other assets.
   */
  async find(
    trx: Trx,
    { scope, entity, token }: ValueSetKey,
    print: string,
    folded: string,
  ): Promise<readonly { value: string; n: number }[] | null> {
    const lengths = Array.from({ length: folded.length + 1 }, (_, length) => length)
    const { rows } = await sql<{ value: string | null; n: number | null }>`
      select k.value, k.n
        from value_set s
        left join lateral (
          select coalesce(nullif(v.value, ''), v.folded) as value, v.n from value_kept v
           where v.set_id = s.id and v.best = any(${lengths}::smallint[])
             and v.folded >= ${folded}::text and v.folded < ${folded + LAST}::text
        ) k on true
       where s.scope = ${scope}::text and s.entity = ${entity}::text and s.token = ${token}::text
         and s.is_kept and s.scope_print = ${print}::text
       order by k.n desc, k.value`.execute(trx)
    if (rows.length === 0) return null
    return rows.flatMap(({ value, n }) => (value === null || n === null ? [] : [{ value, n }]))
  },

  /** Makes the sets that are not there, due at once; those that are there were asked for now. */
  async ask(trx: Trx, scope: string, tokens: readonly { entity: Entity; token: string }[], now: Date): Promise<void> {
    await sql`
      with asked as (
        select t.entity, t.token
          from unnest(${tokens.map(t => t.entity)}::text[], ${tokens.map(t => t.token)}::text[]) as t(entity, token)
      ), again as (
        update value_set s set asked_at = ${now} from asked t
         where s.scope = ${scope}::text and s.entity = t.entity and s.token = t.token
           and s.asked_at < ${new Date(now.getTime() - ASKED_MS)}
      )
      insert into value_set (subscription_id, scope, entity, token, due_at, asked_at)
      select app_subscription(), ${scope}::text, t.entity, t.token, ${now}, ${now} from asked t
       where not exists (select 1 from value_set s where s.scope = ${scope}::text and s.entity = t.entity and s.token = t.token)
      on conflict do nothing`.execute(trx)
  },

  /** The set that waits longest; nobody else takes it before `untilDue`. */
  async takeDue(trx: Trx, now: Date, untilDue: Date): Promise<ValueSet | null> {
    const { rows } = await sql<ValueSet>`
      update value_set s set due_at = ${untilDue}
       where s.id = (select d.id from value_set d where d.due_at <= ${now} order by d.due_at, d.id limit 1 for update skip locked)
      returning s.id, s.scope, s.entity, s.token`.execute(trx)
    return rows[0] ?? null
  },

  /** A set as it was read; its values are those that are added from then on. `isKept` false: they are read each time. */
  async begin(
    trx: Trx,
    id: number,
    { print, isKept, dueAt }: { print: string | null; isKept: boolean; dueAt: Date },
  ): Promise<void> {
    await sql`update value_set set scope_print = ${print}::text, is_kept = ${isKept}, due_at = ${dueAt} where id = ${id}`.execute(
      trx,
    )
    await sql`delete from value_kept where set_id = ${id}`.execute(trx)
  },

  async add(trx: Trx, id: number, values: readonly RankedValue[]): Promise<void> {
    await sql`
      insert into value_kept (set_id, subscription_id, best, folded, value, n)
      select ${id}, app_subscription(), v.best, v.folded, v.value, v.n
        from unnest(${values.map(v => v.best)}::smallint[], ${values.map(v => v.folded)}::text[],
                    ${values.map(v => (v.label === v.folded ? '' : v.label))}::text[],
                    ${values.map(v => v.count)}::int[]) as v(best, folded, value, n)
      on conflict do nothing`.execute(trx)
  },

  /** Sets of scopes that nobody has asked for since; their values go with them. */
  async forget(trx: Trx, before: Date): Promise<void> {
    await sql`delete from value_set where scope <> '' and asked_at < ${before}`.execute(trx)
  },
}

/** When somebody asked is written down this often. */
const ASKED_MS = 3_600_000
