import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { SourceRow, Trouble } from '../feed-store.ts'
import { isPending } from '../feed-store.ts'

const DAY_S = 86_400

/** Which source is looked at when, and how that ended. */
export const attemptsStore = {
  /**
   * The one whose turn is longest due, or that has bytes waiting to be read, or facts to be taken back. `fetching` false: only the latter. A turn further away
   * than any is put was drawn before the clock went back.
   */
  async nextDue(trx: Trx, now: Date, fetching: boolean): Promise<SourceRow | null> {
    const pending = sql<boolean>`exists (
      select 1 from feed_document d where d.source_id = s.id and d.state = 'wanted' and ${isPending})`
    const due = fetching
      ? sql<boolean>`(s.enabled and (s.next_at <= ${now}
          or s.next_at > ${now}::timestamptz + greatest(s.interval_s, ${DAY_S}) * interval '1.1 seconds'))`
      : sql<boolean>`false`
    const gone = sql<boolean>`(s.removed_at is not null
      or exists (select 1 from feed_document d where d.source_id = s.id and d.state = 'gone'))`
    const { rows } = await sql<SourceRow>`
      select s.* from feed_source s where ${due} or ${pending} or ${gone} order by s.next_at, s.id limit 1`.execute(trx)
    return rows[0] ?? null
  },

  async begin(trx: Trx, id: number, now: Date): Promise<void> {
    await trx.updateTable('feed_source').set({ attempted_at: now, done: 0, wanted: 0 }).where('id', '=', id).execute()
  },

  /** Counted anew, since what is read names more. */
  async progress(trx: Trx, id: number, done: number): Promise<void> {
    await sql`update feed_source set done = ${done}, wanted = ${done} + (
        select count(*) from feed_document d where d.source_id = ${id} and d.state = 'wanted')
      where id = ${id}`.execute(trx)
  },

  /** Its turn comes again after the others'. */
  async pause(trx: Trx, id: number, now: Date): Promise<void> {
    await trx.updateTable('feed_source').set({ next_at: now }).where('id', '=', id).execute()
  },

  async end(
    trx: Trx,
    id: number,
    end: {
      readonly state: SourceRow['state']
      readonly failures: number
      readonly trouble: Trouble | null
      readonly now: Date
      /** When the turn that is over had been due; another time there means that somebody asked for one more meanwhile. */
      readonly dueAt: Date
      readonly nextAt: Date
    },
  ): Promise<void> {
    await trx
      .updateTable('feed_source')
      .set({
        state: end.state,
        failures: end.failures,
        error_code: end.trouble?.code ?? '',
        error_text: (end.trouble?.text ?? '').slice(0, 500),
        next_at: sql<Date>`case when date_trunc('milliseconds', next_at) = ${end.dueAt} then ${end.nextAt} else next_at end`,
        ...(end.state === 'ok' ? { succeeded_at: end.now } : {}),
        ...{ done: null, wanted: null },
      })
      .where('id', '=', id)
      .execute()
  },

  /** Whether it is still the one that the turn began with. */
  async isAsRead(trx: Trx, source: SourceRow): Promise<boolean> {
    const row = await trx
      .selectFrom('feed_source')
      .select('id')
      .where('id', '=', source.id)
      .where('removed_at', 'is', null)
      .where('enabled', '=', source.enabled)
      .where(sql<boolean>`options = ${JSON.stringify(source.options)}::jsonb`)
      .where(sql<boolean>`addresses = ${JSON.stringify(source.addresses)}::jsonb`)
      .executeTakeFirst()
    return row !== undefined
  },

  /** Attempts of a process that is gone. */
  async forgetProgress(trx: Trx): Promise<void> {
    await trx.updateTable('feed_source').set({ done: null, wanted: null }).where('done', 'is not', null).execute()
  },

  /** How the documents of a source stand. */
  async standing(trx: Trx, id: number): Promise<Standing> {
    const { rows } = await sql<Standing>`
      select count(*) filter (where state = 'held')::int as held,
             count(*) filter (where state = 'failed' and is_root)::int as roots_failed,
             count(*) filter (where state = 'failed')::int as failed,
             count(*) filter (where state = 'ok')::int as ok,
             count(*) filter (where state = 'ok' and not is_root)::int as followed_ok,
             count(*) filter (where state = 'failed' and not is_root)::int as followed_failed
        from feed_document d where d.source_id = ${id}`.execute(trx)
    return rows[0] ?? { held: 0, roots_failed: 0, failed: 0, ok: 0, followed_ok: 0, followed_failed: 0 }
  },

  async firstTrouble(trx: Trx, id: number, state: 'held' | 'failed'): Promise<Trouble> {
    const row = await trx
      .selectFrom('feed_document')
      .select(['part', 'error_code', 'error_text', 'held_before', 'held_now'])
      .where('source_id', '=', id)
      .where('state', '=', state)
      .orderBy('is_root', 'desc')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    const text =
      state === 'held'
        ? `it names ${row?.held_now ?? 0} things where ${row?.held_before ?? 0} are known`
        : (row?.error_text ?? '')
    return { code: row?.error_code ?? '', text: `${row?.part ?? ''}: ${text}` }
  },
}

export interface Standing {
  readonly held: number
  readonly roots_failed: number
  readonly failed: number
  readonly ok: number
  readonly followed_ok: number
  readonly followed_failed: number
}
