import type { TaskDetail } from '@patchyard/api'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import css from './EventList.module.css'
import { eventLabel } from './event-labels.ts'
import { t } from '../../../i18n/text.ts'

/** The agent's journal as it arrived, in its own order. */
export function EventList({ events }: { readonly events: TaskDetail['events'] }) {
  if (events.length === 0) return <p className={css.none}>{t('taskPage.nothingYet')}</p>
  return (
    <ol className={css.list}>
      {events.map(event => (
        <li key={event.n} className={css.event}>
          <span className={css.kind}>
            <Reported text={eventLabel(event.kind)} />
          </span>
          <span className={css.time}>
            <Time at={event.at} as="exact" never={t('taskPage.timeNotKnown')} />
          </span>
          {event.conflict && (
            <Mark tone="warning" icon={IconAlertTriangle} label={t('taskPage.doesNotFitWhatWasTold')} />
          )}
        </li>
      ))}
    </ol>
  )
}
