import { Button } from '@mantine/core'
import { IconBriefcase, IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useList } from '../../api/use-api.ts'
import { DataTable } from '../../components/DataTable/DataTable.tsx'
import { ListToolbar } from '../../components/ListToolbar/ListToolbar.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { defaultView, isNarrowed, type ListShape, listQuery, nextSort } from '../../frame/list-view.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { jobColumns } from './job-columns.tsx'

const shape: ListShape = {
  sorts: jobColumns.flatMap(column => column.sort ?? []),
  defaultSort: '-createdAt',
  filters: {},
}

export function JobsPage() {
  const can = useCan()
  const [view, change] = useListView(shape)
  const list = useList('listJobs', { query: listQuery(view) })
  return (
    <>
      <PageHeader
        title="Jobs"
        actions={
          can('job.write') && (
            <Button component={Link} to="/jobs/new" leftSection={<IconPlus size={15} aria-hidden />}>
              New job
            </Button>
          )
        }
      />
      <ListToolbar search="Search jobs" view={view} change={change} columns={jobColumns} />
      <DataTable
        label="Jobs"
        noun={{ one: 'job', many: 'jobs' }}
        list={list}
        columns={jobColumns}
        keyOf={job => job.id}
        nameOf={job => job.name}
        linkOf={job => `/jobs/${job.id}`}
        sort={view.sort}
        onSort={(field, first) => change({ sort: nextSort(view.sort, field, first) })}
        onClear={isNarrowed(view, shape) ? () => change(defaultView(shape)) : undefined}
        empty={
          <Notice icon={IconBriefcase} title="No job yet">
            <p>Choose missing patches on an asset, or assets on a patch, and make a job of them.</p>
          </Notice>
        }
      />
    </>
  )
}
