import type { Patch } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useList } from '../../api/use-api.ts'
import { DataTable } from '../../components/DataTable/DataTable.tsx'
import type { Selected } from '../../components/DataTable/selection.ts'
import { ListToolbar } from '../../components/ListToolbar/ListToolbar.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { defaultView, isNarrowed, type ListShape, listQuery, nextSort } from '../../frame/list-view.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { draftState } from '../NewJobPage/job-draft.ts'
import { patchColumns } from './patch-columns.tsx'

const shape: ListShape = {
  sorts: patchColumns.flatMap(column => column.sort ?? []),
  defaultSort: '-missingCount',
  filters: {},
}

export function PatchesPage() {
  const can = useCan()
  const navigate = useNavigate()
  const [view, change] = useListView(shape)
  const list = useList('listPatches', { query: listQuery(view) })
  const [selected, setSelected] = useState<Selected<Patch>>(new Map())
  const createJob = (): void => {
    const patches = [...selected.values()].map(({ id, key, title, rebootSuggested }) => ({
      id,
      key,
      title,
      rebootSuggested,
    }))
    void navigate('/jobs/new', { state: draftState({ assets: [], patches }) })
  }
  return (
    <>
      <PageHeader title="Patches" />
      <ListToolbar search="Search patches" view={view} change={change} columns={patchColumns} />
      <DataTable
        label="Patches"
        noun={{ one: 'patch', many: 'patches' }}
        list={list}
        columns={patchColumns}
        keyOf={patch => patch.id}
        nameOf={patch => patch.title}
        linkOf={patch => `/patches/${patch.id}`}
        sort={view.sort}
        onSort={(field, first) => change({ sort: nextSort(view.sort, field, first) })}
        selection={can('job.write') ? { selected, change: setSelected } : undefined}
        bulk={<Button onClick={createJob}>Create job…</Button>}
        onClear={isNarrowed(view, shape) ? () => change(defaultView(shape)) : undefined}
        empty={
          <Notice icon={IconPackage} title="No patch is known yet">
            <p>Patches appear here when agents report what their package manager offers.</p>
          </Notice>
        }
      />
    </>
  )
}
