import type { ActivationKey } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlus, IconTicket } from '@tabler/icons-react'
import { useSearchParams } from 'react-router'
import type { Column } from '../../components/DataTable/column.ts'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { activationKeyColumns } from './activation-key-columns.tsx'
import { CreateActivationKey } from './CreateActivationKey.tsx'
import { KeyTabs } from './KeyTabs.tsx'
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
/** `new`: the form is open, which a link can ask for. */
const shape = listShape(columns, { defaultSort: '-createdAt', filters: { new: ['', '1'] } })

export function ActivationKeysPage() {
  const can = useCan()
  if (!can('activationKey.manage')) return <NoPermission what={t('keys.activationKeysLetMachinesIntoThe')} />
  return <ActivationKeys />
}

function ActivationKeys() {
  const can = useCan()
  const [address, setAddress] = useSearchParams()
  const isCreating = address.get('new') === '1'
  const open = (isOpen: boolean): void => setAddress(isOpen ? { new: '1' } : {}, { replace: true })
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
      <KeyTabs />
      <SearchList
        route="listActivationKeys"
        csv={can('export.csv') ? 'exportActivationKeys' : undefined}
        name="activationKeys"
        title="keys.activationKeys"
        noun="count.key"
        search="keys.searchActivationKeys"
        columns={columns}
        shape={shape}
        keyOf={key => key.id}
        nameOf={key => key.title}
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
