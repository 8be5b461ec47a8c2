import type { Asset } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import type { Column } from '../../components/DataTable/column.ts'
import { Count } from '../../components/Count/Count.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { agentMark, scanMark } from '../../components/Status/state-marks.ts'
import { SignedName } from '../../components/AssetActions/SignedName.tsx'
import { Standing } from '../../components/AssetActions/Standing.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'

export const assetColumns: readonly Column<Asset>[] = [
  { key: 'name', header: 'column.name', sort: 'name', cell: asset => <SignedName asset={asset} /> },
  {
    key: 'os',
    header: 'column.operatingSystem',
    sort: 'operatingSystem',
    width: 238,
    cell: asset => <Reported text={asset.operatingSystem} />,
  },
  {
    key: 'missing',
    header: 'column.missing',
    sort: 'missingPatchCount',
    sortFirst: 'down',
    align: 'end',
    width: 84,
    cell: asset => <Count value={asset.missingPatchCount} />,
  },
  {
    key: 'security',
    header: 'column.security',
    align: 'end',
    width: 82,
    cell: asset => <Count value={asset.missingSecurityCount} />,
  },
  {
    key: 'critical',
    header: 'column.critical',
    sort: 'missingCriticalCount',
    sortFirst: 'down',
    align: 'end',
    width: 80,
    cell: asset => <Count value={asset.missingCriticalCount} strong />,
  },
  {
    key: 'latest',
    noPast: true,
    header: 'column.latestMissing',
    sort: 'latestMissingPatchCount',
    sortFirst: 'down',
    align: 'end',
    width: 124,
    isExtra: true,
    cell: asset => <Count value={asset.latestMissingPatchCount} />,
  },
  {
    key: 'installed',
    header: 'column.installed',
    sort: 'installedPatchCount',
    sortFirst: 'down',
    align: 'end',
    width: 92,
    rank: 3,
    cell: asset => <Count value={asset.installedPatchCount} />,
  },
  {
    key: 'restart',
    noPast: true,
    header: 'column.restart',
    sort: 'rebootPending',
    sortFirst: 'down',
    width: 146,
    rank: 2,
    cell: asset => <RestartNeed asset={asset} />,
  },
  {
    key: 'scan',
    noPast: true,
    header: 'column.scan',
    sort: 'scanStatus',
    width: 128,
    cell: asset => <Mark {...scanMark(asset.scanStatus)} />,
  },
  {
    key: 'scanned',
    noPast: true,
    header: 'column.lastScan',
    sort: 'scanDateTime',
    sortFirst: 'down',
    width: 124,
    rank: 2,
    cell: asset => <Time at={asset.scanDateTime} as="ago" never={t('time.never')} />,
  },
  {
    key: 'agent',
    noPast: true,
    header: 'column.agent',
    sort: 'agentStatus',
    width: 124,
    rank: 2,
    cell: asset => <Mark {...agentMark(asset.agentStatus)} />,
  },
  {
    key: 'standing',
    noPast: true,
    header: 'column.standing',
    width: 130,
    rank: 2,
    cell: asset => <Standing asset={asset} />,
  },
  {
    key: 'checkIn',
    noPast: true,
    header: 'column.lastCheckIn',
    sort: 'lastCheckIn',
    sortFirst: 'down',
    width: 124,
    rank: 3,
    cell: asset => <Time at={asset.lastCheckIn} as="ago" never={t('time.never')} />,
  },
  {
    key: 'user',
    noPast: true,
    header: 'column.lastUser',
    sort: 'lastLoggedOnUser',
    width: 110,
    rank: 3,
    cell: asset => <Reported text={asset.lastUser} />,
  },
  {
    key: 'tags',
    header: 'column.tags',
    width: 170,
    rank: 2,
    cell: asset => <TagList tags={asset.tags} />,
  },
  {
    key: 'platform',
    header: 'column.platform',
    sort: 'platform',
    width: 96,
    isExtra: true,
    cell: asset => <Reported text={asset.platform} />,
  },
  {
    key: 'architecture',
    header: 'column.architecture',
    sort: 'architecture',
    width: 116,
    isExtra: true,
    cell: asset => <Reported text={asset.architecture} />,
  },
  {
    key: 'agentVersion',
    noPast: true,
    header: 'column.agentVersion',
    width: 116,
    isExtra: true,
    cell: asset => <Reported text={asset.agentVersion} mono />,
  },
  {
    key: 'risk',
    noPast: true,
    header: 'column.risk',
    sort: 'riskScore',
    sortFirst: 'down',
    align: 'end',
    width: 84,
    isExtra: true,
    cell: asset => (asset.riskScore === null ? <span className="quiet nothing">–</span> : Math.round(asset.riskScore)),
  },
]

function RestartNeed({ asset }: { readonly asset: Asset }) {
  if (asset.rebootNeeded) return <Mark tone="warning" icon={IconRefreshAlert} label={t('asset.rebootNeeded')} />
  if (asset.servicesToRestart === 0) return <span className="quiet nothing">–</span>
  return t('count.service', { count: asset.servicesToRestart })
}
