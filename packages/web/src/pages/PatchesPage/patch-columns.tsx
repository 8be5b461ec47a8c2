import type { Patch } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Count } from '../../components/Count/Count.tsx'
import type { Column } from '../../components/DataTable/column.ts'
import { NameList } from '../../components/NameList/NameList.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { SecurityMark, Severity } from '../../components/Status/Severity.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { bytes } from '../../text/counted.ts'

export const patchColumns: readonly Column<Patch>[] = [
  { key: 'title', header: 'Patch', sort: 'title', cell: patch => <Reported text={patch.title} /> },
  { key: 'type', header: 'Type', width: 104, cell: patch => <SecurityMark isSecurity={patch.isSecurity} /> },
  {
    key: 'severity',
    header: 'Severity',
    sort: 'severity',
    sortFirst: 'down',
    width: 116,
    rank: 2,
    cell: patch => <Severity value={patch.severity} />,
  },
  {
    key: 'missing',
    header: 'Missing on',
    sort: 'missingCount',
    sortFirst: 'down',
    align: 'end',
    width: 106,
    cell: patch => <Count value={patch.missingCount} />,
  },
  {
    key: 'installed',
    header: 'Installed on',
    sort: 'installedCount',
    sortFirst: 'down',
    align: 'end',
    width: 112,
    rank: 2,
    cell: patch => <Count value={patch.installedCount} />,
  },
  {
    key: 'advisories',
    header: 'Advisories',
    width: 150,
    rank: 3,
    cell: patch => <NameList names={patch.advisories} />,
  },
  { key: 'cves', header: 'CVEs', width: 160, rank: 3, cell: patch => <NameList names={patch.cves} /> },
  {
    key: 'reboot',
    header: 'Reboot',
    width: 116,
    rank: 2,
    cell: patch =>
      patch.rebootSuggested ? (
        <Mark tone="warning" icon={IconRefreshAlert} label="Suggested" />
      ) : (
        <span className="quiet nothing">–</span>
      ),
  },
  {
    key: 'size',
    header: 'Size',
    sort: 'size',
    sortFirst: 'down',
    align: 'end',
    width: 96,
    rank: 3,
    cell: patch => (patch.size === null ? <span className="quiet nothing">–</span> : bytes(patch.size)),
  },
  {
    key: 'firstReported',
    header: 'First seen',
    sort: 'firstReportedAt',
    sortFirst: 'down',
    width: 112,
    rank: 2,
    cell: patch => <Time at={patch.firstReportedAt} as="ago" />,
  },
]
