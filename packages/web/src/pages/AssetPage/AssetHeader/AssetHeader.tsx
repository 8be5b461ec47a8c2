import type { AssetDetail } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { AssetActions } from '../../../components/AssetActions/AssetActions.tsx'
import { Standing } from '../../../components/AssetActions/Standing.tsx'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { agentMark, scanMark } from '../../../components/Status/state-marks.ts'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { PageHeader } from '../../../frame/PageHeader/PageHeader.tsx'
import { grouped } from '../../../text/numbers.ts'
import css from './AssetHeader.module.css'
import { Risks } from './Risks.tsx'
import { ScanButton } from './ScanButton.tsx'
import { ScanProblems } from './ScanProblems.tsx'
import { t } from '../../../i18n/text.ts'

const steps = ['tag', 'untag', 'pause', 'deactivate', 'remove'] as const
const pausedSteps = ['tag', 'untag', 'resume', 'pause', 'deactivate', 'remove'] as const

export function AssetHeader({ asset }: { readonly asset: AssetDetail }) {
  const navigate = useNavigate()
  return (
    <PageHeader
      title={asset.name}
      parent={{ to: '/assets', label: t('assetPage.assets') }}
      marks={
        <>
          <Mark {...agentMark(asset.agentStatus)} look="pill" />
          <Standing asset={asset} look="pill" />
          {asset.rebootNeeded && (
            <Mark tone="warning" icon={IconRefreshAlert} label={t('assetPage.rebootNeeded')} look="pill" />
          )}
          <Risks asset={asset} />
        </>
      }
      actions={
        <>
          <AssetActions
            target={{ chosen: [asset], found: null }}
            steps={asset.pausedUntil === null ? steps : pausedSteps}
            onDone={step => (step === 'remove' || step === 'deactivate') && void navigate('/assets')}
          />
          <ScanButton asset={asset} />
        </>
      }
    >
      <Facts
        as="row"
        facts={[
          { name: t('assetPage.operatingSystem'), value: <Reported text={asset.operatingSystem} /> },
          {
            name: t('assetPage.missing'),
            value: t('assetPage.forSecurity', {
              missingPatchCount: t('count.patch', { count: asset.missingPatchCount }),
              missingSecurityCount: grouped(asset.missingSecurityCount),
            }),
          },
          { name: t('assetPage.scan'), value: <Mark {...scanMark(asset.scanStatus)} /> },
          {
            name: t('assetPage.lastScan'),
            value: <Time at={asset.scanDateTime} as="ago" never={t('assetPage.never')} />,
          },
          {
            name: t('assetPage.lastCheckIn'),
            value: <Time at={asset.lastCheckIn} as="ago" never={t('assetPage.never')} />,
          },
          {
            name: t('assetPage.toRestart'),
            value:
              asset.servicesToRestart === 0
                ? t('assetPage.nothing')
                : t('count.service', { count: asset.servicesToRestart }),
          },
          ...(asset.kernelPatchesOnDiskAlone === 0
            ? []
            : [{ name: t('assetPage.onDiskAlone'), value: grouped(asset.kernelPatchesOnDiskAlone) }]),
          ...(asset.lifecycle?.endOfLifeAt == null
            ? []
            : [{ name: t('assetPage.lookedAfterUntil'), value: <Time at={asset.lifecycle.endOfLifeAt} /> }]),
          {
            name: t('assetPage.licence'),
            value: asset.licensed ? t('assetPage.licensed') : t('standing.unlicensed'),
          },
          ...(asset.pausedUntil === null
            ? []
            : [
                {
                  name: t('assetPage.pausedUntil'),
                  value: (
                    <>
                      <Time at={asset.pausedUntil} /> <Reported text={asset.pausedReason ?? ''} wrap />
                    </>
                  ),
                },
              ]),
          ...(asset.criticality === null ? [] : [{ name: t('assetPage.criticality'), value: asset.criticality }]),
        ]}
      />
      <div className={css.tags}>
        <span className="quiet">{t('assetPage.tags')}</span>
        <TagList tags={asset.tags} full none={t('assetPage.noTags')} />
      </div>
      <ScanProblems problems={asset.scanProblems} />
    </PageHeader>
  )
}
