import type { AssetDetail } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { agentMark, scanMark } from '../../../components/Status/state-marks.ts'
import { Time } from '../../../components/Time/Time.tsx'
import { PageHeader } from '../../../frame/PageHeader/PageHeader.tsx'
import { counted, grouped } from '../../../text/counted.ts'
import { ScanButton } from './ScanButton.tsx'
import { ScanProblems } from './ScanProblems.tsx'

export function AssetHeader({ asset }: { readonly asset: AssetDetail }) {
  return (
    <PageHeader
      title={asset.name}
      parent={{ to: '/assets', label: 'Assets' }}
      marks={
        <>
          <Mark {...agentMark(asset.agentStatus)} look="pill" />
          {asset.rebootNeeded && <Mark tone="warning" icon={IconRefreshAlert} label="Reboot needed" look="pill" />}
        </>
      }
      actions={<ScanButton asset={asset} />}
    >
      <Facts
        as="row"
        facts={[
          { name: 'Operating system', value: <Reported text={asset.operatingSystem} /> },
          {
            name: 'Missing',
            value: `${counted(asset.missingPatchCount, 'patch', 'patches')}, ${grouped(asset.missingSecurityCount)} for security`,
          },
          { name: 'Scan', value: <Mark {...scanMark(asset.scanStatus)} /> },
          { name: 'Last scan', value: <Time at={asset.scanDateTime} as="ago" never="Never" /> },
          { name: 'Last check-in', value: <Time at={asset.lastCheckIn} as="ago" never="Never" /> },
          {
            name: 'To restart',
            value: asset.servicesToRestart === 0 ? 'Nothing' : counted(asset.servicesToRestart, 'service'),
          },
        ]}
      />
      <ScanProblems problems={asset.scanProblems} />
    </PageHeader>
  )
}
