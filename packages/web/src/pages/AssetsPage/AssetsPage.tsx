import type { Asset } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
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
import { assetColumns } from './asset-columns.tsx'

const shape: ListShape = {
  sorts: assetColumns.flatMap(column => column.sort ?? []),
  defaultSort: 'name',
  filters: {},
}

export function AssetsPage() {
  const can = useCan()
  const navigate = useNavigate()
  const [view, change] = useListView(shape)
  const list = useList('listAssets', { query: listQuery(view) })
  const [selected, setSelected] = useState<Selected<Asset>>(new Map())
  const createJob = (): void => {
    const assets = [...selected.values()].map(asset => ({ id: asset.id, name: asset.name }))
    void navigate('/jobs/new', { state: draftState({ assets, patches: [] }) })
  }
  return (
    <>
      <PageHeader title="Assets" />
      <ListToolbar search="Search assets" view={view} change={change} columns={assetColumns} />
      <DataTable
        label="Assets"
        noun={{ one: 'asset', many: 'assets' }}
        list={list}
        columns={assetColumns}
        keyOf={asset => asset.id}
        nameOf={asset => asset.name}
        linkOf={asset => `/assets/${asset.id}`}
        sort={view.sort}
        onSort={(field, first) => change({ sort: nextSort(view.sort, field, first) })}
        selection={can('job.write') ? { selected, change: setSelected } : undefined}
        bulk={<Button onClick={createJob}>Create job…</Button>}
        onClear={isNarrowed(view, shape) ? () => change(defaultView(shape)) : undefined}
        empty={<NoAssets mayInvite={can('activationKey.manage')} />}
      />
    </>
  )
}

function NoAssets({ mayInvite }: { readonly mayInvite: boolean }) {
  return (
    <Notice
      icon={IconServer2}
      title="No machine is enrolled yet"
      action={
        mayInvite ? (
          <Button component={Link} to="/activation-keys?new=1">
            Create an activation key
          </Button>
        ) : undefined
      }
    >
      <p>
        {mayInvite
          ? 'Make an activation key and run the command that comes with it on a Linux machine. It appears here within a minute, with what it is missing.'
          : 'Ask the administrator of the subscription to enrol machines.'}
      </p>
    </Notice>
  )
}
