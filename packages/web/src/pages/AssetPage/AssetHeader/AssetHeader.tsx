import type { AssetDetail } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { agentMark, scanMark } from '../../../components/Status/state-marks.ts'
import { Time } from '../../../components/Time/Time.tsx'
import { PageHeader } from '../../../frame/PageHeader/PageHeader.tsx'
import { grouped } from '../../../text/numbers.ts'
import { ScanButton } from './ScanButton.tsx'
import { ScanProblems } from './ScanProblems.tsx'
import { t } from '../../../i18n/text.ts'

export function AssetHeader({ asset }: { readonly asset: AssetDetail }) {
  return (
    <PageHeader
      title={asset.name}
      parent={{ to: '/assets', label: t('assetPage.assets') }}
      marks={
        <>
          <Mark {...agentMark(asset.agentStatus)} look="pill" />
          {asset.rebootNeeded && (
            <Mark tone="warning" icon={IconRefreshAlert} label={t('assetPage.rebootNeeded')} look="pill" />
          )}
        </>
      }
      actions={<ScanButton asset={asset} />}
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
        ]}
      />
      <ScanProblems problems={asset.scanProblems} />
    </PageHeader>
  )
}
