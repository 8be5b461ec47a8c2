import type { ApiKey, Person } from '@patchyard/api'
import { useList } from '../../api/use-api.ts'
import { keyStanding } from '../../components/Keys/expiry.ts'
import { useNow } from '../../components/Time/use-now.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { jobsOf } from './jobs-of.ts'
import css from './PersonPage.module.css'

const MOST_COUNTED = 500

/** What somebody has that a dialog is about to end, in numbers, as far as one may know them. */
export function TouchedOf({ person }: { readonly person: Person }) {
  const can = useCan()
  const nowMs = useNow()
  const sessions = useList('listPersonSessions', { params: { id: person.id } }, { limit: 1 })
  const keys = useList(
    'listApiKeys',
    { query: { person: person.id } },
    { limit: MOST_COUNTED, enabled: can('apiKey.manage') },
  )
  const jobs = useList('listJobs', { query: { query: jobsOf(person.email) } }, { limit: 1, enabled: can('job.list') })
  const works = (key: ApiKey): boolean => ['valid', 'leaked'].includes(keyStanding(key, nowMs))
  const lines = [
    ...(sessions.state === 'ready' ? [t('people.endsSessions', { count: sessions.total })] : []),
    ...(keys.state === 'ready' ? [t('people.endsKeys', { count: keys.rows.filter(works).length })] : []),
    ...(jobs.state === 'ready' ? [t('people.endsJobs', { count: jobs.total })] : []),
  ]
  if (lines.length === 0) return null
  return (
    <ul className={css.touched}>
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
