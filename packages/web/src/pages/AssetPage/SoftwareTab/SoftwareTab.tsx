import type { Software } from '@patchyard/api'
import { IconPackages } from '@tabler/icons-react'
import { useList } from '../../../api/use-api.ts'
import type { Column } from '../../../components/DataTable/column.ts'
import { DataTable } from '../../../components/DataTable/DataTable.tsx'
import { ListToolbar } from '../../../components/ListToolbar/ListToolbar.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { isNarrowed, type ListShape, listQuery, widened } from '../../../frame/list-view.ts'
import { useListView } from '../../../frame/use-list-view.ts'
import { useAsset } from '../asset-context.ts'
import { t } from '../../../i18n/text.ts'
import { useChosenColumns } from '../../../components/DataTable/use-chosen-columns.ts'

const columns: readonly Column<Software>[] = [
  { key: 'name', header: 'column.package', sort: 'name', cell: row => <Reported text={row.name} /> },
  { key: 'version', header: 'column.version', width: 260, cell: row => <Reported text={row.version} mono /> },
  { key: 'arch', header: 'column.architecture', sort: 'arch', width: 120, cell: row => <Reported text={row.arch} /> },
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
const shape: ListShape = {
  sorts: columns.flatMap(column => column.sort ?? []),
  defaultSort: 'name',
  filters: {},
  columns: columns.map(column => column.key),
}

export function SoftwareTab() {
  const asset = useAsset()
  const [view, change] = useListView(shape)
  const list = useList('listSoftware', { params: { id: asset.id }, query: listQuery(view) })
  const chosen = useChosenColumns('software', columns, view.columns, change)
  return (
    <>
      <ListToolbar
        search={t('assetPage.searchPackages')}
        view={view}
        change={change}
        columns={columns}
        chosen={chosen}
      />
      <DataTable
        label={t('assetPage.installedPackages')}
        noun="count.package"
        list={list}
        columns={columns}
        chosen={chosen}
        keyOf={row => `${row.name} ${row.arch} ${row.version}`}
        nameOf={row => row.name}
        sort={view.sort}
        onSort={sort => change({ sort })}
        onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
        empty={
          <Notice icon={IconPackages} title={t('assetPage.noInventoryYet')}>
            <p>{t('assetPage.theAgentSendsTheListOf')}</p>
          </Notice>
        }
      />
    </>
  )
}
