import type { UnmatchedProgram } from '@patchyard/api'
import { Link } from 'react-router'
import type { Column } from '../../components/DataTable/column.ts'
import { Count } from '../../components/Count/Count.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'

export const reasonTexts: Readonly<Record<UnmatchedProgram['why'], TextKey>> = {
  unknown: 'programs.why.unknown',
  publisher: 'programs.why.publisher',
  architecture: 'programs.why.architecture',
  channel: 'programs.why.channel',
  line: 'programs.why.line',
  ambiguous: 'programs.why.ambiguous',
  proposed: 'programs.why.proposed',
}

export const unmatchedColumns: readonly Column<UnmatchedProgram>[] = [
  { key: 'name', header: 'column.name', sort: 'name', cell: row => <Reported text={row.name} /> },
  {
    key: 'publisher',
    header: 'column.publisher',
    sort: 'publisher',
    width: 210,
    rank: 2,
    cell: row => <Reported text={row.publisher} />,
  },
  { key: 'why', header: 'programs.reason', sort: 'why', width: 210, cell: row => t(reasonTexts[row.why]) },
  {
    key: 'product',
    header: 'programs.proposal',
    width: 200,
    rank: 3,
    cell: row => (row.product === null ? null : <Reported text={row.product} />),
  },
  {
    key: 'versions',
    header: 'programs.versions',
    sort: 'versions',
    sortFirst: 'down',
    align: 'end',
    width: 100,
    rank: 2,
    cell: row => <Count value={row.versions} />,
  },
  { key: 'assets', header: 'column.assets', align: 'end', width: 92, cell: row => <Assets of={row} /> },
]

/** Leads to the list of them. */
function Assets({ of }: { readonly of: UnmatchedProgram }) {
  if (of.query === null) return <Count value={of.assetCount} />
  return (
    <Link
      to={`/assets?${new URLSearchParams({ query: of.query }).toString()}`}
      aria-label={t('programs.openAssets', { count: of.assetCount, name: shownText(of.name, 80) })}
    >
      <Count value={of.assetCount} />
    </Link>
  )
}
