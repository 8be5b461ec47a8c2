import type { Person } from '@patchyard/api'
import { Link } from 'react-router'
import { useList } from '../../api/use-api.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { jobMark } from '../../components/Status/state-marks.ts'
import { t } from '../../i18n/text.ts'
import { jobsOf } from './jobs-of.ts'
import css from './PersonPage.module.css'
import rowsCss from '../../components/Panel/rows.module.css'

const MOST_SHOWN = 8

/** What somebody owns: the latest, and the way to all. */
export function PersonJobs({ person }: { readonly person: Person }) {
  const query = jobsOf(person.email)
  const jobs = useList('listJobs', { query: { query, sort: '-created' } }, { limit: MOST_SHOWN })
  return (
    <Panel
      title={t('people.jobs')}
      aside={
        jobs.total > 0 && (
          <Link to={`/jobs?${new URLSearchParams({ query }).toString()}`}>
            {t('people.allJobs', { jobs: t('count.job', { count: jobs.total }) })}
          </Link>
        )
      }
    >
      <FailureLine error={jobs.error} />
      {jobs.state === 'ready' && jobs.rows.length === 0 && <p className={css.none}>{t('people.noJob')}</p>}
      {jobs.rows.length > 0 && (
        <ul className={rowsCss.rows} aria-label={t('people.jobs')}>
          {jobs.rows.slice(0, MOST_SHOWN).map(job => (
            <li key={job.id} className={rowsCss.row}>
              <Link to={`/jobs/${job.id}`} className={rowsCss.names}>
                <Reported text={job.name} wrap />
              </Link>
              <Mark {...jobMark(job.status)} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
