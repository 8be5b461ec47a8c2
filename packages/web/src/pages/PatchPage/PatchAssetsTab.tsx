import type { PatchAsset } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useList, useReadAll } from '../../api/use-api.ts'
import type { Column } from '../../components/DataTable/column.ts'
import { DataTable } from '../../components/DataTable/DataTable.tsx'
import type { Selected } from '../../components/DataTable/selection.ts'
import { ListToolbar } from '../../components/ListToolbar/ListToolbar.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { isNarrowed, type ListShape, listQuery, widened } from '../../frame/list-view.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { draftState, MOST_IN_JOB } from '../NewJobPage/job-draft.ts'
import { usePatch } from './patch-context.ts'
import { t } from '../../i18n/text.ts'
import { useChosenColumns } from '../../components/DataTable/use-chosen-columns.ts'

const columns: readonly Column<PatchAsset>[] = [
  { key: 'name', header: 'column.asset', sort: 'name', cell: asset => <Reported text={asset.name} /> },
  {
    key: 'os',
    header: 'column.operatingSystem',
    sort: 'operatingSystem',
    width: 240,
    cell: asset => <Reported text={asset.operatingSystem} />,
  },
  {
    key: 'since',
    header: 'column.since',
    sort: 'since',
    width: 190,
    rank: 2,
    cell: asset => <Time at={asset.since} />,
  },
  {
    key: 'exposed',
    header: 'column.exposedSince',
    sort: 'exposedSince',
    width: 140,
    cell: asset => <Time at={asset.exposedSince} as="ago" />,
  },
]
const shape: ListShape = {
  sorts: columns.flatMap(column => column.sort ?? []),
  defaultSort: null,
  filters: {},
  columns: columns.map(column => column.key),
}

export const MissingOnTab = () => <PatchAssetsTab key="missing" status="missing" />
export const InstalledOnTab = () => <PatchAssetsTab key="installed" status="installed" />

/** The machines that miss the patch, to make a job of, or those that have it. */
function PatchAssetsTab({ status }: { readonly status: 'missing' | 'installed' }) {
  const patch = usePatch()
  const can = useCan()
  const navigate = useNavigate()
  const [view, change] = useListView(shape)
  const [selected, setSelected] = useState<Selected<PatchAsset>>(new Map())
  const readAll = useReadAll('listPatchAssets')
  const input = { params: { id: patch.id }, query: { ...listQuery(view), status } }
  const list = useList('listPatchAssets', input)
  const chosen = useChosenColumns('patchAssets', columns, view.columns, change)
  const createJob = (): void => {
    const { id, key, title, rebootSuggested } = patch
    const assets = [...selected.values()].map(asset => ({ id: asset.id, name: asset.name }))
    void navigate('/jobs/new', { state: draftState({ assets, patches: [{ id, key, title, rebootSuggested }] }) })
  }
  return (
    <>
      <ListToolbar search={t('patchPage.searchAssets')} view={view} change={change} columns={columns} chosen={chosen} />
      <DataTable
        label={status === 'missing' ? t('patchPage.assetsThatMissThePatch') : t('patchPage.assetsThatHaveThePatch')}
        noun="count.asset"
        list={list}
        columns={columns}
        chosen={chosen}
        keyOf={asset => asset.id}
        nameOf={asset => asset.name}
        linkOf={asset => `/assets/${asset.id}`}
        sort={view.sort}
        onSort={sort => change({ sort })}
        selection={
          status === 'missing' && can('job.write')
            ? { selected, change: setSelected, readAll: most => readAll(input, most), most: MOST_IN_JOB }
            : undefined
        }
        bulk={<Button onClick={createJob}>{t('patchPage.createJob')}</Button>}
        onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
        empty={
          <Notice
            icon={IconServer2}
            title={status === 'missing' ? t('patchPage.noAssetMissesThisPatch') : t('patchPage.noAssetIsKnownToHave')}
          />
        }
      />
    </>
  )
}
