import type { Finding, FindingQuery } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useList, useReadAll } from '../../../api/use-api.ts'
import { DataTable } from '../../../components/DataTable/DataTable.tsx'
import type { Selected } from '../../../components/DataTable/selection.ts'
import { ChoiceFilter } from '../../../components/ListToolbar/ChoiceFilter.tsx'
import { ListToolbar } from '../../../components/ListToolbar/ListToolbar.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { isNarrowed, type ListShape, listQuery, widened } from '../../../frame/list-view.ts'
import { useCan } from '../../../frame/Session/session-context.ts'
import { useListView } from '../../../frame/use-list-view.ts'
import { draftState, MOST_IN_JOB } from '../../NewJobPage/job-draft.ts'
import { useAsset } from '../asset-context.ts'
import { installedColumns, missingColumns } from './finding-columns.tsx'
import { type TextKey, t } from '../../../i18n/text.ts'
import { useChosenColumns } from '../../../components/DataTable/use-chosen-columns.ts'

interface Choice {
  readonly value: string
  readonly label: TextKey
}

const shape: ListShape = {
  sorts: ['title', 'severity', 'exposedSince', 'since'],
  defaultSort: null,
  filters: { type: ['all', 'security'], latest: ['all', 'latest'] },
  columns: [...new Set([...missingColumns, ...installedColumns].map(column => column.key))],
}
const types: readonly Choice[] = [
  { value: 'all', label: 'assetPage.allTypes' },
  { value: 'security', label: 'assetPage.securityOnly' },
]
const latest: readonly Choice[] = [
  { value: 'all', label: 'assetPage.allVersions' },
  { value: 'latest', label: 'assetPage.onlyLatest' },
]

// A key each: choosing and searching begin anew when one goes from one to the other.
export const MissingTab = () => <FindingsTab key="missing" status="missing" />
export const InstalledTab = () => <FindingsTab key="installed" status="installed" />

/** What an asset misses, to make a job of, or what was installed there. */
function FindingsTab({ status }: { readonly status: 'missing' | 'installed' }) {
  const asset = useAsset()
  const can = useCan()
  const navigate = useNavigate()
  const [view, change] = useListView(shape)
  const [selected, setSelected] = useState<Selected<Finding>>(new Map())
  const readAll = useReadAll('listFindings')
  const query: FindingQuery = {
    ...listQuery(view),
    status,
    ...(view.filters['type'] === 'security' ? { security: true } : {}),
    ...(view.filters['latest'] === 'latest' ? { latest: true } : {}),
  }
  const input = { params: { id: asset.id }, query }
  const list = useList('listFindings', input)
  const columns = status === 'missing' ? missingColumns : installedColumns
  const chosen = useChosenColumns(`findings.${status}`, columns, view.columns, change)
  const createJob = (): void => {
    const patches = [...selected.values()].map(({ patchId, key, title, rebootSuggested }) => ({
      id: patchId,
      key,
      title,
      rebootSuggested,
    }))
    void navigate('/jobs/new', { state: draftState({ assets: [{ id: asset.id, name: asset.name }], patches }) })
  }
  const isSelectable = status === 'missing' && can('job.write')
  return (
    <>
      <ListToolbar
        search={t('assetPage.searchPatches', { status })}
        view={view}
        change={change}
        columns={columns}
        chosen={chosen}
      >
        <ChoiceFilter
          label={t('assetPage.type')}
          choices={types.map(one => ({ ...one, label: t(one.label) }))}
          value={view.filters['type'] ?? 'all'}
          onChange={type => change({ filters: { ...view.filters, type } })}
        />
        {status === 'missing' && (
          <ChoiceFilter
            label={t('assetPage.versions')}
            choices={latest.map(one => ({ ...one, label: t(one.label) }))}
            value={view.filters['latest'] ?? 'all'}
            onChange={value => change({ filters: { ...view.filters, latest: value } })}
          />
        )}
      </ListToolbar>
      <DataTable
        label={status === 'missing' ? t('assetPage.missingPatches') : t('assetPage.installedPatches')}
        noun="count.patch"
        list={list}
        columns={columns}
        chosen={chosen}
        keyOf={finding => finding.patchId}
        nameOf={finding => finding.title}
        linkOf={finding => `/patches/${finding.patchId}`}
        sort={view.sort}
        onSort={sort => change({ sort })}
        selection={
          isSelectable
            ? { selected, change: setSelected, readAll: most => readAll(input, most), most: MOST_IN_JOB }
            : undefined
        }
        bulk={<Button onClick={createJob}>{t('assetPage.createJob')}</Button>}
        onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
        empty={
          <NothingFound status={status} isScanned={asset.scanDateTime !== null} isPartial={asset.scanStatus !== 'ok'} />
        }
      />
    </>
  )
}

interface NothingFoundProps {
  readonly status: 'missing' | 'installed'
  readonly isScanned: boolean
  readonly isPartial: boolean
}

function NothingFound({ status, isScanned, isPartial }: NothingFoundProps) {
  if (!isScanned)
    return (
      <Notice icon={IconCircleCheck} title={t('assetPage.notScannedYet')}>
        <p>{t('assetPage.theAgentScansSoonAfterIt')}</p>
      </Notice>
    )
  if (status === 'installed')
    return (
      <Notice icon={IconCircleCheck} title={t('assetPage.noInstalledPatchIsKnown')}>
        <p>{t('assetPage.patchesStandHereOnceTheyWere')}</p>
      </Notice>
    )
  return (
    <Notice icon={IconCircleCheck} title={t('assetPage.nothingIsMissing')}>
      <p>{isPartial ? t('assetPage.thatIsWhatTheLastScan') : t('assetPage.thePackageManagerOfThisAsset')}</p>
    </Notice>
  )
}
