import type { Software } from '@patchyard/api'
import { IconPackages } from '@tabler/icons-react'
import type { Column } from '../../../components/DataTable/column.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SearchList } from '../../../components/SearchList/SearchList.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { listShape } from '../../../frame/list-shape.ts'
import { useAsset } from '../asset-context.ts'
import { useCan } from '../../../frame/Session/session-context.ts'
import { type TextKey, t } from '../../../i18n/text.ts'

const scopeTexts: Readonly<Record<NonNullable<Software['scope']>, TextKey>> = {
  machine: 'assetPage.forMachine',
  user: 'assetPage.forUser',
}

const columns: readonly Column<Software>[] = [
  { key: 'name', header: 'column.package', sort: 'name', cell: row => <Reported text={row.name} /> },
  { key: 'version', header: 'column.version', width: 260, cell: row => <Reported text={row.version} mono /> },
  { key: 'arch', header: 'column.architecture', sort: 'arch', width: 120, cell: row => <Reported text={row.arch} /> },
  {
    key: 'publisher',
    header: 'column.publisher',
    sort: 'publisher',
    width: 200,
    rank: 2,
    cell: row => <Reported text={row.publisher} />,
  },
  {
    key: 'scope',
    header: 'assetPage.installedFor',
    width: 150,
    rank: 3,
    cell: row => (row.scope === null ? null : t(scopeTexts[row.scope])),
  },
  {
    key: 'source',
    header: 'column.builtFrom',
    sort: 'source',
    width: 220,
    rank: 2,
    cell: row => <Reported text={row.source} />,
  },
  {
    key: 'sourceVersion',
    header: 'column.sourceVersion',
    width: 220,
    rank: 3,
    cell: row => <Reported text={row.sourceVersion} mono />,
  },
]
const shape = listShape(columns, { defaultSort: 'name' })

export function SoftwareTab() {
  const asset = useAsset()
  const can = useCan()
  return (
    <SearchList
      route="listSoftware"
      csv={can('export.csv') ? 'exportSoftware' : undefined}
      of={{ params: { id: asset.id } }}
      name="software"
      title="assetPage.installedPackages"
      noun="count.package"
      search="assetPage.searchPackages"
      columns={columns}
      shape={shape}
      keyOf={row => `${row.name} ${row.arch} ${row.version} ${row.publisher} ${row.scope ?? ''}`}
      nameOf={row => row.name}
      empty={
        <Notice icon={IconPackages} title={t('assetPage.noInventoryYet')}>
          <p>{t('assetPage.theAgentSendsTheListOf')}</p>
        </Notice>
      }
    />
  )
}
