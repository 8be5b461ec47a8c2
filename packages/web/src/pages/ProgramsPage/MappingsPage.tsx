import type { ProgramMapping } from '@patchyard/api'
import { IconApps } from '@tabler/icons-react'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { ProgramTabs } from './ProgramTabs.tsx'
import { TakeBack } from './TakeBack.tsx'

const columns: readonly Column<ProgramMapping>[] = [
  { key: 'name', header: 'column.name', sort: 'name', cell: row => <Reported text={row.name} /> },
  {
    key: 'publisher',
    header: 'column.publisher',
    width: 210,
    rank: 2,
    cell: row => <Reported text={row.publisher} instead={t('programs.anyPublisher')} />,
  },
  {
    key: 'product',
    header: 'programs.product',
    width: 240,
    cell: row => <Reported text={row.product ?? ''} instead={t('programs.never')} />,
  },
  { key: 'by', header: 'column.by', width: 200, rank: 3, cell: row => <Reported text={row.createdBy} /> },
  {
    key: 'created',
    header: 'column.created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 190,
    rank: 2,
    cell: row => <Time at={row.createdAt} />,
  },
]
const withActions: readonly Column<ProgramMapping>[] = [
  ...columns,
  {
    key: 'actions',
    header: 'column.actions',
    quietHead: true,
    align: 'end',
    width: 124,
    cell: row => <TakeBack mapping={row} />,
  },
]
const shape = listShape(columns, { defaultSort: 'name' })

/** What people have said of names. */
export function MappingsPage() {
  const can = useCan()
  if (!can('asset.read')) return <NoPermission what={t('programs.forWhom')} />
  return (
    <>
      <PageHeader title={t('programs.mappings')} parent={{ to: '/programs', label: t('programs.list') }} />
      <ProgramTabs />
      <SearchList
        route="listProgramMappings"
        csv={can('export.csv') ? 'exportProgramMappings' : undefined}
        name="programMappings"
        title="programs.mapped"
        noun="programs.counted"
        search="programs.searchMappings"
        columns={can('settings.manage') ? withActions : columns}
        shape={shape}
        keyOf={row => row.id}
        nameOf={row => row.name}
        empty={
          <Notice icon={IconApps} title={t('programs.noMapping')}>
            <p>{t('programs.noMappingMore')}</p>
          </Notice>
        }
      />
    </>
  )
}
