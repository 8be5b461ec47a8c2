import type { TaskDetail } from '@patchyard/api'
import { IconRefresh } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { taskMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { ActionList } from './ActionList/ActionList.tsx'
import { EventList } from './EventList/EventList.tsx'
import { ItemList } from './ItemList/ItemList.tsx'
import css from './TaskPage.module.css'
import { t } from '../../i18n/text.ts'

/** One asset in one run: every patch with its outcome, its output and the reason in words. */
export function TaskPage() {
  const { id = '' } = useParams()
  const task = useApi('getTask', { params: { id } })
  if (task.data === undefined) return <Unread of={task} what={t('taskPage.theTask')} />
  return (
    <>
      <TaskHeader task={task.data} />
      <div className={css.page}>
        <Panel title={t('taskPage.patches', { number: task.data.items.length })}>
          <ItemList items={task.data.items} />
        </Panel>
        {task.data.actions.length > 0 && (
          <Panel title={t('taskPage.actions', { number: task.data.actions.length })}>
            <ActionList actions={task.data.actions} />
          </Panel>
        )}
        <Panel title={t('taskPage.whatTheAgentTold')}>
          <EventList events={task.data.events} />
        </Panel>
      </div>
    </>
  )
}

function TaskHeader({ task }: { readonly task: TaskDetail }) {
  const failed = task.itemsFailed > 0 ? `, ${task.itemsFailed} failed` : ''
  return (
    <PageHeader
      title={task.asset.name}
      parent={{ to: `/jobs/${task.job.id}?run=${task.runId}`, label: task.job.name }}
      marks={
        <>
          <Mark {...taskMark(task.status)} look="pill" />
          {task.rebooted && <Mark tone="quiet" icon={IconRefresh} label={t('taskPage.rebooted')} look="pill" />}
        </>
      }
    >
      {task.sentence !== null && (
        <p className={css.sentence}>
          <Reported text={task.sentence} wrap />
        </p>
      )}
      <Facts
        as="row"
        facts={[
          {
            name: t('taskPage.asset'),
            value: (
              <Link to={`/assets/${task.asset.id}`}>
                <Reported text={task.asset.name} />
              </Link>
            ),
          },
          {
            name: t('taskPage.patchesDone'),
            value: t('taskPage.of', { itemsDone: task.itemsDone, itemCount: task.itemCount, failed }),
          },
          ...(task.progress === null ? [] : [{ name: t('taskPage.now'), value: <Reported text={task.progress} /> }]),
          { name: t('taskPage.began'), value: <Time at={task.beganAt} as="exact" never={t('taskPage.notYet')} /> },
          { name: t('taskPage.ended'), value: <Time at={task.endedAt} as="exact" never={t('taskPage.notYet')} /> },
        ]}
      />
    </PageHeader>
  )
}
