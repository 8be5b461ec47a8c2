import type { JobDetail, Run, Task } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { useState } from 'react'
import { useList } from '../../../api/use-api.ts'
import { DataTable } from '../../../components/DataTable/DataTable.tsx'
import type { Selected } from '../../../components/DataTable/selection.ts'
import { ListToolbar } from '../../../components/ListToolbar/ListToolbar.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { defaultView, isNarrowed, type ListShape, listQuery, widened } from '../../../frame/list-view.ts'
import { useCan } from '../../../frame/Session/session-context.ts'
import { RetryTasks } from './RetryTasks.tsx'
import { mayRetry, taskColumns } from './task-columns.tsx'
import { t } from '../../../i18n/text.ts'

const shape: ListShape = {
  sorts: taskColumns.flatMap(column => column.sort ?? []),
  defaultSort: 'asset',
  filters: {},
}

/** One asset a row, moving on while it is looked at. Search and order stay out of the address, which names the run. */
export function TaskTable({ job, run }: { readonly job: JobDetail; readonly run: Run }) {
  const can = useCan()
  const [view, setView] = useState(defaultView(shape))
  const [selected, setSelected] = useState<Selected<Task>>(new Map())
  const [isAsking, setAsking] = useState(false)
  const list = useList('listRunTasks', { params: { id: run.id }, query: listQuery(view) })
  const hasEnded = run.endedAt !== null
  return (
    <>
      <ListToolbar
        search={t('jobPage.searchAssetsOfThisRun')}
        view={view}
        change={part => setView({ ...view, ...part })}
        columns={taskColumns}
      />
      <DataTable
        label={t('jobPage.tasks')}
        noun="count.task"
        list={list}
        columns={taskColumns}
        keyOf={task => task.id}
        nameOf={task => task.asset.name}
        linkOf={task => `/tasks/${task.id}`}
        sort={view.sort}
        onSort={sort => setView({ ...view, sort })}
        selection={hasEnded && can('job.control') ? { selected, change: setSelected, canSelect: mayRetry } : undefined}
        bulk={<Button onClick={() => setAsking(true)}>{t('jobPage.retrySelected')}</Button>}
        onClear={isNarrowed(view, shape) ? () => setView(widened(view, shape)) : undefined}
        empty={
          <Notice icon={IconListDetails} title={t('jobPage.thisRunHasNoTask')}>
            <p>{t('jobPage.everyAssetWasLeftOutThe')}</p>
          </Notice>
        }
      />
      {isAsking && (
        <RetryTasks
          job={job}
          tasks={[...selected.keys()]}
          onClose={() => setAsking(false)}
          onDone={() => {
            setSelected(new Map())
            setAsking(false)
          }}
        />
      )}
    </>
  )
}
