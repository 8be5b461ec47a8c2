import type { ActivationKey } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlus, IconTicket } from '@tabler/icons-react'
import { useSearchParams } from 'react-router'
import { useList } from '../../api/use-api.ts'
import type { Column } from '../../components/DataTable/column.ts'
import { DataTable } from '../../components/DataTable/DataTable.tsx'
import { ListToolbar } from '../../components/ListToolbar/ListToolbar.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { defaultView, isNarrowed, type ListShape, listQuery } from '../../frame/list-view.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { activationKeyColumns } from './activation-key-columns.tsx'
import { CreateActivationKey } from './CreateActivationKey.tsx'
import { RevokeActivationKey } from './RevokeActivationKey.tsx'
import { t } from '../../i18n/text.ts'

const columns: readonly Column<ActivationKey>[] = [
  ...activationKeyColumns,
  {
    key: 'actions',
    header: 'column.actions',
    quietHead: true,
    align: 'end',
    width: 110,
    cell: key => <RevokeActivationKey activationKey={key} />,
  },
]
const shape: ListShape = {
  sorts: columns.flatMap(column => column.sort ?? []),
  defaultSort: '-createdAt',
  filters: { new: ['', '1'] },
}

export function ActivationKeysPage() {
  const can = useCan()
  if (!can('activationKey.manage')) return <NoPermission what={t('keys.activationKeysLetMachinesIntoThe')} />
  return <ActivationKeys />
}

function ActivationKeys() {
  const [view, change] = useListView(shape)
  const [, setAddress] = useSearchParams()
  const list = useList('listActivationKeys', { query: listQuery(view) })
  const isCreating = view.filters['new'] === '1'
  const open = (isOpen: boolean): void => setAddress(isOpen ? { new: '1' } : {}, { replace: true })
  const narrowed = isNarrowed({ ...view, filters: { new: '' } }, shape)
  return (
    <>
      <PageHeader
        title={t('keys.activationKeys')}
        actions={
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => open(true)}>
            {t('keys.newActivationKey')}
          </Button>
        }
      />
      <ListToolbar search={t('keys.searchActivationKeys')} view={view} change={change} columns={columns} />
      <DataTable
        label={t('keys.activationKeys')}
        noun="count.key"
        list={list}
        columns={columns}
        keyOf={key => key.id}
        nameOf={key => key.title}
        sort={view.sort}
        onSort={sort => change({ sort })}
        onClear={narrowed ? () => change(defaultView(shape)) : undefined}
        empty={
          <Notice
            icon={IconTicket}
            title={t('keys.noActivationKeyYet')}
            action={<Button onClick={() => open(true)}>{t('keys.newActivationKey')}</Button>}
          >
            <p>{t('keys.anActivationKeyLetsAMachine')}</p>
          </Notice>
        }
      />
      {isCreating && <CreateActivationKey onClose={() => open(false)} />}
    </>
  )
}
