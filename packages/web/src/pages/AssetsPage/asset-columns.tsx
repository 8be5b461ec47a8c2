import type { Asset } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import type { Column } from '../../components/DataTable/column.ts'
import { Count } from '../../components/Count/Count.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { agentMark, scanMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'

export const assetColumns: readonly Column<Asset>[] = [
  { key: 'name', header: 'Name', sort: 'name', cell: asset => <Reported text={asset.name} /> },
  {
    key: 'os',
    header: 'Operating system',
    sort: 'operatingSystem',
    width: 210,
    cell: asset => <Reported text={asset.operatingSystem} />,
  },
  {
    key: 'missing',
    header: 'Missing',
    sort: 'missingPatchCount',
    sortFirst: 'down',
    align: 'end',
    width: 92,
    cell: asset => <Count value={asset.missingPatchCount} />,
  },
  {
    key: 'security',
    header: 'Security',
    sort: 'missingSecurityCount',
    sortFirst: 'down',
    align: 'end',
    width: 92,
    cell: asset => <Count value={asset.missingSecurityCount} strong />,
  },
  {
    key: 'installed',
    header: 'Installed',
    sort: 'installedPatchCount',
    sortFirst: 'down',
    align: 'end',
    width: 92,
    rank: 3,
    cell: asset => <Count value={asset.installedPatchCount} />,
  },
  {
    key: 'restart',
    header: 'Restart',
    sort: 'rebootNeeded',
    sortFirst: 'down',
    width: 142,
    rank: 2,
    cell: asset => <RestartNeed asset={asset} />,
  },
  {
    key: 'scan',
    header: 'Scan',
    sort: 'scanStatus',
    width: 128,
    cell: asset => <Mark {...scanMark(asset.scanStatus)} />,
  },
  {
    key: 'scanned',
    header: 'Last scan',
    sort: 'scanDateTime',
    sortFirst: 'down',
    width: 112,
    rank: 2,
    cell: asset => <Time at={asset.scanDateTime} as="ago" never="Never" />,
  },
  {
    key: 'agent',
    header: 'Agent',
    sort: 'agentStatus',
    width: 124,
    rank: 2,
    cell: asset => <Mark {...agentMark(asset.agentStatus)} />,
  },
  {
    key: 'checkIn',
    header: 'Last check-in',
    sort: 'lastCheckIn',
    sortFirst: 'down',
    width: 124,
    rank: 3,
    cell: asset => <Time at={asset.lastCheckIn} as="ago" never="Never" />,
  },
  {
    key: 'user',
    header: 'Last user',
    sort: 'lastUser',
    width: 110,
    rank: 3,
    cell: asset => <Reported text={asset.lastUser} />,
  },
]

function RestartNeed({ asset }: { readonly asset: Asset }) {
  if (asset.rebootNeeded) return <Mark tone="warning" icon={IconRefreshAlert} label="Reboot needed" />
  if (asset.servicesToRestart === 0) return <span className="quiet nothing">–</span>
  return `${asset.servicesToRestart} ${asset.servicesToRestart === 1 ? 'service' : 'services'}`
}
