import type { Finding, FindingQuery } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useList, useReadAll } from '../../../api/use-api.ts'
import { listCsv } from '../../../api/list-csv.ts'
import { AsOfBanner } from '../../../components/AsOf/AsOfBanner.tsx'
import { AsOfControl } from '../../../components/AsOf/AsOfControl.tsx'
import { DataTable } from '../../../components/DataTable/DataTable.tsx'
import type { Selected } from '../../../components/DataTable/selection.ts'
import { ChoiceFilter } from '../../../components/ListToolbar/ChoiceFilter.tsx'
import { ListToolbar } from '../../../components/ListToolbar/ListToolbar.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { isNarrowed, knownThen, type ListShape, listQuery, widened } from '../../../frame/list-view.ts'
import { useCan } from '../../../frame/Session/session-context.ts'
import { withInstant } from '../../../frame/with-instant.ts'
import { useListView } from '../../../frame/use-list-view.ts'
import { draftState, MOST_PATCHES, platformOf } from '../../JobWizard/job-draft.ts'
import { useAsset } from '../asset-context.ts'
import { installedColumns, missingColumns } from './finding-columns.tsx'
import { type TextKey, t } from '../../../i18n/text.ts'
import { useChosenColumns } from '../../../components/DataTable/use-chosen-columns.ts'

interface Choice {
  readonly value: string
  readonly label: TextKey
}

const shape: ListShape = {
  hasPast: true,
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
  const [shown, change] = useListView(shape)
  const { asOf } = shown
  const all = status === 'missing' ? missingColumns : installedColumns
  const columns = asOf === null ? all : all.filter(column => column.noPast !== true)
  const view = asOf === null ? shown : knownThen(shown, shape, columns)
  const [selected, setSelected] = useState<Selected<Finding>>(new Map())
  const readAll = useReadAll('listFindings')
  const query: FindingQuery = {
    ...listQuery(view),
    status,
    ...(view.filters['type'] === 'security' ? { security: true } : {}),
    // Which missing patch was the latest is not known of the past.
    ...(view.filters['latest'] === 'latest' && asOf === null ? { latest: true } : {}),
  }
  const input = { params: { id: asset.id }, query }
  const list = useList('listFindings', input)
  const chosen = useChosenColumns(`findings.${status}`, columns, view.columns, change)
  const createJob = (): void => {
    const patches = [...selected.values()].map(({ patchId, key, title, rebootSuggested }) => ({
      id: patchId,
      key,
      title,
      rebootSuggested,
    }))
    void navigate('/jobs/new', {
      state: draftState({ ...platformOf([asset]), assets: [{ id: asset.id, name: asset.name }], patches }),
    })
  }
  const isSelectable = status === 'missing' && asOf === null && can('job.write')
  return (
    <>
      <ListToolbar
        search={t('assetPage.searchPatches', { status })}
        view={view}
        change={change}
        columns={columns}
        chosen={chosen}
        {...(can('export.csv') ? { csv: listCsv('exportFindings', texts(query), { id: asset.id }) } : {})}
      >
        <ChoiceFilter
          label={t('assetPage.type')}
          choices={types.map(one => ({ ...one, label: t(one.label) }))}
          value={view.filters['type'] ?? 'all'}
          onChange={type => change({ filters: { ...view.filters, type } })}
        />
        {status === 'missing' && asOf === null && (
          <ChoiceFilter
            label={t('assetPage.versions')}
            choices={latest.map(one => ({ ...one, label: t(one.label) }))}
            value={view.filters['latest'] ?? 'all'}
            onChange={value => change({ filters: { ...view.filters, latest: value } })}
          />
        )}
        <AsOfControl asOf={asOf} onChange={next => change({ asOf: next })} />
      </ListToolbar>
      {asOf !== null && <AsOfBanner asOf={asOf} onNow={() => change({ asOf: null })} />}
      <DataTable
        label={status === 'missing' ? t('assetPage.missingPatches') : t('assetPage.installedPatches')}
        noun="count.patch"
        list={list}
        columns={columns}
        chosen={chosen}
        keyOf={finding => finding.patchId}
        nameOf={finding => finding.title}
        linkOf={finding => withInstant(`/patches/${finding.patchId}`, asOf)}
        sort={view.sort}
        onSort={sort => change({ sort })}
        selection={
          isSelectable
            ? { selected, change: setSelected, readAll: most => readAll(input, most), most: MOST_PATCHES }
            : undefined
        }
        bulk={<Button onClick={createJob}>{t('assetPage.createJob')}</Button>}
        onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
        empty={
          asOf === null ? (
            <NothingFound
              status={status}
              isScanned={asset.scanDateTime !== null}
              isPartial={asset.scanStatus !== 'ok'}
            />
          ) : (
            <Notice icon={IconCircleCheck} title={t('asOf.nothing')} />
          )
        }
      />
    </>
  )
}

const texts = (query: FindingQuery): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))

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
