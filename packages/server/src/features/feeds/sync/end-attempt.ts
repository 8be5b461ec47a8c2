import type { Trx } from '../../../database/database.ts'
import { noticeFeed } from '../../../storage/page-notices.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { SourceRow, Trouble } from '../feed-store.ts'
import { attemptsStore } from './attempts-store.ts'
import { nextAttemptMs } from './next-attempt.ts'
import type { SyncPorts } from './sync-ports.ts'

export type AttemptEnd =
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  /** All that is wanted was fetched and taken, or tried. */
  | { readonly kind: 'fetched' }
  /** What had been brought was read; nothing was fetched. */
  | { readonly kind: 'read' }

interface Verdict {
  readonly state: SourceRow['state']
  readonly trouble: Trouble | null
}

/** How the source stands after a turn, and when the next one is. People are told when that differs from before. */
export async function endAttempt(
  ports: Pick<SyncPorts, 'database' | 'clock' | 'random' | 'log'>,
  source: SourceRow,
  end: AttemptEnd,
): Promise<void> {
  const { clock, random, log } = ports
  const now = new Date(clock.nowMs())
  await ports.database.asOperator(async trx => {
    const { state, trouble } = await verdict(trx, source, end)
    const failures = state === 'failed' ? source.failures + 1 : 0
    const fraction = random.fraction()
    const nextAt =
      end.kind === 'read'
        ? source.next_at
        : new Date(nextAttemptMs({ nowMs: now.getTime(), intervalS: source.interval_s, failures, fraction }))
    await attemptsStore.end(trx, source.id, { state, failures, trouble, now, dueAt: source.next_at, nextAt })
    await noticeFeed(trx, source.public_id)
    if (state === source.state || (state === 'ok' && source.state === 'never')) return
    // Once for each change, not at each attempt: a server that is away for a week is one row.
    await writeAudit(trx, {
      actor: { system: 'feeds' },
      action: `feed.${state === 'ok' ? 'recovered' : state}`,
      object: `feed:${source.public_id}`,
      detail: {
        feed: source.feed,
        title: source.title,
        ...(trouble === null ? {} : { code: trouble.code, text: trouble.text }),
      },
      nowMs: now.getTime(),
    })
    if (state === 'ok') log.info({ feed: source.feed, title: source.title }, 'a feed is well again')
    else
      log.warn({ feed: source.feed, title: source.title, state, ...trouble }, 'a feed is not well; its old data stays')
  })
}

async function verdict(trx: Trx, source: SourceRow, end: AttemptEnd): Promise<Verdict> {
  if (end.kind === 'failed') return { state: 'failed', trouble: end.trouble }
  const standing = await attemptsStore.standing(trx, source.id)
  if (standing.held > 0) return { state: 'held', trouble: await attemptsStore.firstTrouble(trx, source.id, 'held') }
  // Single documents among many that are not there are counted and tried again; all of them are a server that is away.
  const isFailed = standing.roots_failed > 0 || (standing.followed_failed > 0 && standing.followed_ok === 0)
  if (isFailed) return { state: 'failed', trouble: await attemptsStore.firstTrouble(trx, source.id, 'failed') }
  return { state: standing.ok === 0 ? 'never' : 'ok', trouble: null }
}
