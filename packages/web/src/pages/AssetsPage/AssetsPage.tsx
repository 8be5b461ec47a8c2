import { Button } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { AssetActions, mayDoAny } from '../../components/AssetActions/AssetActions.tsx'
import type { FacetOf } from '../../components/Facets/facet.ts'
import { FindList } from '../../components/FindList/FindList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { findShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { statusFilter } from '../../query/finding-status.ts'
import { draftState, MOST_ASSETS, MOST_PATCHES, platformOf } from '../JobWizard/job-draft.ts'
import { assetColumns } from './asset-columns.tsx'

const shape = findShape(assetColumns, { defaultSort: 'name', filters: { status: statusFilter }, hasPast: true })

const listSteps = ['tag', 'untag', 'scan', 'pause', 'resume', 'deactivate', 'remove'] as const

const facets: readonly FacetOf[] = [
  { title: 'facet.osFamily', token: 'osFamily' },
  { title: 'facet.scanStatus', token: 'scanStatus' },
  { title: 'facet.agentStatus', token: 'agentStatus' },
  { title: 'facet.tags', token: 'tags.name' },
  { title: 'facet.rebootPending', token: 'rebootPending' },
  { title: 'facet.vulnerableInMemory', token: 'vulnerableInMemory' },
]

export function AssetsPage() {
  const can = useCan()
  const navigate = useNavigate()
  const createJob = (
    assets: readonly { readonly id: string; readonly name: string; readonly platform: string }[],
  ): void =>
    void navigate('/jobs/new', {
      state: draftState({ ...platformOf(assets), assets: assets.map(({ id, name }) => ({ id, name })), patches: [] }),
    })
  return (
    <>
      <PageHeader title={t('asset.list')} />
      <FindList
        entity="asset"
        route="listAssets"
        name="assets"
        title="asset.list"
        noun="count.asset"
        columns={assetColumns}
        shape={shape}
        facets={facets}
        keyOf={idOf}
        nameOf={asset => asset.name}
        linkOf={asset => `/assets/${asset.id}`}
        most={MOST_PATCHES}
        renderBulk={
          mayDoAny(can, listSteps) || can('job.write')
            ? (selected, { found, clear }) => (
                <>
                  <AssetActions
                    target={{ chosen: [...selected.values()], found }}
                    steps={listSteps}
                    onDone={step => (step === 'remove' || step === 'deactivate') && clear()}
                  />
                  {can('job.write') && (
                    <Button
                      disabled={selected.size > MOST_ASSETS}
                      title={selected.size > MOST_ASSETS ? t('job.mostAssets', { count: MOST_ASSETS }) : undefined}
                      onClick={() => createJob([...selected.values()])}
                    >
                      {t('job.create')}
                    </Button>
                  )}
                </>
              )
            : null
        }
        empty={<NoAssets mayInvite={can('activationKey.manage')} />}
      />
    </>
  )
}

const idOf = (row: { readonly id: string }): string => row.id

function NoAssets({ mayInvite }: { readonly mayInvite: boolean }) {
  return (
    <Notice
      icon={IconServer2}
      title={t('asset.none')}
      action={
        mayInvite ? (
          <Button component={Link} to="/activation-keys?new=1">
            {t('asset.createKey')}
          </Button>
        ) : undefined
      }
    >
      <p>{mayInvite ? t('asset.howToEnrol') : t('asset.askAdministrator')}</p>
    </Notice>
  )
}
