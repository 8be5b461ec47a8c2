import type { Finding } from '@patchyard/api'
import { IconDatabaseSearch, IconLockAccess, IconShieldOff } from '@tabler/icons-react'
import type { Column } from '../../../components/DataTable/column.ts'
import { NameList } from '../../../components/NameList/NameList.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { PatchMarks } from '../../../components/Status/RiskMarks.tsx'
import { SecurityMark, Severity } from '../../../components/Status/Severity.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { shownText } from '../../../text/shown-text.ts'
import { t } from '../../../i18n/text.ts'
import { Effect } from './Effect.tsx'

const title: Column<Finding> = {
  key: 'title',
  header: 'column.patch',
  sort: 'title',
  cell: finding => <Reported text={finding.title} />,
}
const type: Column<Finding> = {
  key: 'type',
  header: 'column.type',
  width: 104,
  cell: finding => <SecurityMark isSecurity={finding.isSecurity} />,
}
const severity: Column<Finding> = {
  key: 'severity',
  header: 'column.severity',
  sort: 'severity',
  sortFirst: 'down',
  width: 116,
  rank: 2,
  cell: finding => <Severity value={finding.severity} />,
}
const cves: Column<Finding> = {
  key: 'cves',
  header: 'column.cves',
  width: 160,
  rank: 3,
  cell: finding => <NameList names={finding.cves} />,
}
const marks: Column<Finding> = {
  key: 'kev',
  header: 'column.marks',
  width: 124,
  rank: 2,
  cell: finding => <PatchMarks of={finding} />,
}
const advisories: Column<Finding> = {
  key: 'advisories',
  header: 'column.advisories',
  width: 150,
  rank: 3,
  cell: finding => <NameList names={finding.advisories} />,
}

export const missingColumns: readonly Column<Finding>[] = [
  title,
  type,
  severity,
  marks,
  {
    key: 'from',
    noPast: true,
    header: 'column.installed',
    width: 170,
    rank: 2,
    cell: finding => <Versions finding={finding} of="installed" />,
  },
  { key: 'to', noPast: true, header: 'column.offered', width: 196, cell: finding => <Offered finding={finding} /> },
  {
    key: 'packages',
    noPast: true,
    header: 'column.packages',
    width: 150,
    rank: 3,
    cell: finding => <NameList names={finding.packages.map(p => p.name)} />,
  },
  cves,
  advisories,
  {
    key: 'note',
    noPast: true,
    header: 'column.note',
    width: 130,
    rank: 2,
    cell: finding => <Hindrance finding={finding} />,
  },
  {
    key: 'exposed',
    noPast: true,
    header: 'column.exposedSince',
    sort: 'exposedSince',
    width: 126,
    cell: finding => <Time at={finding.exposedSince} as="ago" />,
  },
]

export const installedColumns: readonly Column<Finding>[] = [
  title,
  type,
  severity,
  {
    key: 'to',
    noPast: true,
    header: 'column.version',
    width: 190,
    cell: finding => <Versions finding={finding} of="candidate" />,
  },
  cves,
  advisories,
  {
    key: 'effect',
    noPast: true,
    header: 'column.note',
    width: 150,
    rank: 2,
    cell: finding => <Effect finding={finding} />,
  },
  {
    key: 'since',
    header: 'column.installedSince',
    sort: 'since',
    sortFirst: 'down',
    width: 190,
    cell: finding => <Time at={finding.since} />,
  },
]

/** What the engine of the machine offers; what the catalog alone calls missing says so. */
function Offered({ finding }: { readonly finding: Finding }) {
  const isCatalogAlone = finding.isMatched && !finding.isOffered
  if (!isCatalogAlone) return <Versions finding={finding} of="candidate" />
  return (
    <Mark
      tone="warning"
      icon={IconDatabaseSearch}
      label={t('assetPage.catalogAlone')}
      title={t('assetPage.catalogAloneMore')}
    />
  )
}

/** The version that its packages share; with several, the others come up under the pointer. */
function Versions({ finding, of }: { readonly finding: Finding; readonly of: 'installed' | 'candidate' }) {
  const versions = [...new Set(finding.packages.map(one => one[of] ?? 'not installed'))]
  if (versions.length <= 1) return <Reported text={versions[0] ?? ''} mono />
  return <NameList names={versions} />
}

/** Why the host would not install it now, or from whom it would come unchecked. */
function Hindrance({ finding }: { readonly finding: Finding }) {
  const held = finding.packages.find(one => one.heldBack !== null)?.heldBack
  if (held !== undefined && held !== null)
    return <Mark tone="warning" icon={IconLockAccess} label={t('assetPage.heldBack')} title={shownText(held, 200)} />
  if (finding.packages.some(one => !one.authenticated))
    return (
      <Mark
        tone="warning"
        icon={IconShieldOff}
        label={t('assetPage.unsignedSource')}
        title={t('assetPage.theRepositoryIsNotAuthenticatedOn')}
      />
    )
  return <span className="quiet nothing">–</span>
}
