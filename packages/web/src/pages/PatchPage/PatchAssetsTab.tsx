import type { PatchAsset } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import type { Column } from '../../components/DataTable/column.ts'
import type { Selected } from '../../components/DataTable/selection.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { draftState, MOST_ASSETS, platformOf } from '../JobWizard/job-draft.ts'
import { usePatch } from './patch-context.ts'
import { t } from '../../i18n/text.ts'

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
    noPast: true,
    cell: asset => <Time at={asset.exposedSince} as="ago" />,
  },
]
const shape = listShape(columns, { hasPast: true })

export const MissingOnTab = () => <PatchAssetsTab key="missing" status="missing" />
export const InstalledOnTab = () => <PatchAssetsTab key="installed" status="installed" />

/** The machines that miss the patch, to make a job of, or those that have it. */
function PatchAssetsTab({ status }: { readonly status: 'missing' | 'installed' }) {
  const patch = usePatch()
  const can = useCan()
  const navigate = useNavigate()
  const createJob = (selected: Selected<PatchAsset>): void => {
    const { id, key, title, rebootSuggested } = patch
    const assets = [...selected.values()].map(asset => ({ id: asset.id, name: asset.name }))
    void navigate('/jobs/new', {
      state: draftState({
        ...platformOf([patch]),
        assets,
        patches: [{ id, key, title, rebootSuggested }],
      }),
    })
  }
  return (
    <SearchList
      route="listPatchAssets"
      of={{ params: { id: patch.id }, query: { status } }}
      name="patchAssets"
      title={status === 'missing' ? 'patchPage.assetsThatMissThePatch' : 'patchPage.assetsThatHaveThePatch'}
      noun="count.asset"
      search="patchPage.searchAssets"
      columns={columns}
      shape={shape}
      keyOf={asset => asset.id}
      nameOf={asset => asset.name}
      linkOf={asset => `/assets/${asset.id}`}
      most={MOST_ASSETS}
      renderBulk={
        status === 'missing' && can('job.write')
          ? selected => <Button onClick={() => createJob(selected)}>{t('patchPage.createJob')}</Button>
          : null
      }
      empty={
        <Notice
          icon={IconServer2}
          title={status === 'missing' ? t('patchPage.noAssetMissesThisPatch') : t('patchPage.noAssetIsKnownToHave')}
        />
      }
    />
  )
}
