import type { Patch } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Count } from '../../components/Count/Count.tsx'
import type { Column } from '../../components/DataTable/column.ts'
import { NameList } from '../../components/NameList/NameList.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { SecurityMark, Severity } from '../../components/Status/Severity.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { PatchMarks } from '../../components/Status/RiskMarks.tsx'
import { Score } from '../../components/Score/Score.tsx'
import { t } from '../../i18n/text.ts'
import { bytes } from '../../text/numbers.ts'

export const patchColumns: readonly Column<Patch>[] = [
  { key: 'title', header: 'column.patch', sort: 'title', cell: patch => <Reported text={patch.title} /> },
  {
    key: 'type',
    header: 'column.type',
    sort: 'isSecurity',
    sortFirst: 'down',
    width: 104,
    cell: patch => <SecurityMark isSecurity={patch.isSecurity} />,
  },
  {
    key: 'severity',
    header: 'column.severity',
    sort: 'severity',
    sortFirst: 'down',
    width: 116,
    rank: 2,
    cell: patch => <Severity value={patch.severity} />,
  },
  {
    key: 'kev',
    header: 'column.marks',
    sort: 'kev',
    sortFirst: 'down',
    width: 132,
    rank: 2,
    cell: patch => <PatchMarks of={patch} />,
  },
  {
    key: 'missing',
    header: 'column.missingOn',
    sort: 'missingCount',
    sortFirst: 'down',
    align: 'end',
    width: 106,
    cell: patch => <Count value={patch.missingCount} />,
  },
  {
    key: 'installed',
    header: 'column.installedOn',
    sort: 'installedCount',
    sortFirst: 'down',
    align: 'end',
    width: 112,
    rank: 2,
    cell: patch => <Count value={patch.installedCount} />,
  },
  {
    key: 'advisories',
    header: 'column.advisories',
    width: 150,
    rank: 3,
    cell: patch => <NameList names={patch.advisories} />,
  },
  { key: 'cves', header: 'column.cves', width: 160, rank: 3, cell: patch => <NameList names={patch.cves} /> },
  {
    key: 'reboot',
    header: 'column.reboot',
    width: 144,
    rank: 2,
    cell: patch =>
      patch.rebootSuggested ? (
        <Mark tone="warning" icon={IconRefreshAlert} label={t('patch.rebootSuggested')} />
      ) : (
        <span className="quiet nothing">–</span>
      ),
  },
  {
    key: 'size',
    header: 'column.size',
    sort: 'size',
    sortFirst: 'down',
    align: 'end',
    width: 96,
    rank: 3,
    cell: patch => (patch.size === null ? <span className="quiet nothing">–</span> : bytes(patch.size)),
  },
  {
    key: 'firstReported',
    header: 'column.firstSeen',
    width: 124,
    rank: 3,
    cell: patch => <Time at={patch.firstReportedAt} as="ago" />,
  },
  {
    key: 'published',
    header: 'column.published',
    sort: 'publishedDate',
    sortFirst: 'down',
    width: 178,
    isExtra: true,
    cell: patch => <Time at={patch.issuedAt} />,
  },
  {
    key: 'category',
    header: 'column.category',
    sort: 'category',
    width: 116,
    isExtra: true,
    cell: patch => <Reported text={patch.category} />,
  },
  {
    key: 'vendor',
    header: 'column.vendor',
    sort: 'vendor',
    width: 140,
    isExtra: true,
    cell: patch => <Reported text={patch.vendor} />,
  },
  {
    key: 'vendorSeverity',
    header: 'column.vendorSeverity',
    sort: 'vendorSeverity',
    sortFirst: 'down',
    width: 130,
    isExtra: true,
    cell: patch => <Reported text={patch.vendorSeverity} />,
  },
  {
    key: 'cvss',
    header: 'column.cvss',
    sort: 'cvss',
    sortFirst: 'down',
    align: 'end',
    width: 76,
    isExtra: true,
    cell: patch => <Score value={patch.cvss} />,
  },
  {
    key: 'epss',
    header: 'column.epss',
    sort: 'epss',
    sortFirst: 'down',
    align: 'end',
    width: 76,
    isExtra: true,
    cell: patch => <Score value={patch.epss} digits={3} />,
  },
]
