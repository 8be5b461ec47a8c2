import type { Software } from '@patchyard/api'
import { IconPackages } from '@tabler/icons-react'
import { useList } from '../../../api/use-api.ts'
import type { Column } from '../../../components/DataTable/column.ts'
import { DataTable } from '../../../components/DataTable/DataTable.tsx'
import { ListToolbar } from '../../../components/ListToolbar/ListToolbar.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { defaultView, isNarrowed, type ListShape, listQuery, nextSort } from '../../../frame/list-view.ts'
import { useListView } from '../../../frame/use-list-view.ts'
import { useAsset } from '../asset-context.ts'

const columns: readonly Column<Software>[] = [
  { key: 'name', header: 'Package', sort: 'name', cell: row => <Reported text={row.name} /> },
  { key: 'version', header: 'Version', width: 260, cell: row => <Reported text={row.version} mono /> },
  { key: 'arch', header: 'Architecture', sort: 'arch', width: 120, cell: row => <Reported text={row.arch} /> },
  {
    key: 'source',
    header: 'Built from',
    sort: 'source',
    width: 220,
    rank: 2,
    cell: row => <Reported text={row.source} />,
  },
  {
    key: 'sourceVersion',
    header: 'Source version',
    width: 220,
    rank: 3,
    cell: row => <Reported text={row.sourceVersion} mono />,
  },
]
const shape: ListShape = { sorts: columns.flatMap(column => column.sort ?? []), defaultSort: 'name', filters: {} }

export function SoftwareTab() {
  const asset = useAsset()
  const [view, change] = useListView(shape)
  const list = useList('listSoftware', { params: { id: asset.id }, query: listQuery(view) })
  return (
    <>
      <ListToolbar search="Search packages" view={view} change={change} columns={columns} />
      <DataTable
        label="Installed packages"
        noun={{ one: 'package', many: 'packages' }}
        list={list}
        columns={columns}
        keyOf={row => `${row.name} ${row.arch} ${row.version}`}
        nameOf={row => row.name}
        sort={view.sort}
        onSort={(field, first) => change({ sort: nextSort(view.sort, field, first) })}
        onClear={isNarrowed(view, shape) ? () => change(defaultView(shape)) : undefined}
        empty={
          <Notice icon={IconPackages} title="No inventory yet">
            <p>The agent sends the list of installed packages with its first report.</p>
          </Notice>
        }
      />
    </>
  )
}
