import type { Subscription } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Column } from '../../components/DataTable/column.ts'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useMay } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { CreateSubscription } from './CreateSubscription.tsx'
import { SubscriptionActions } from './SubscriptionActions.tsx'
import { subscriptionColumns } from './subscription-columns.tsx'

const columns: readonly Column<Subscription>[] = [
  ...subscriptionColumns,
  {
    key: 'actions',
    header: 'column.actions',
    quietHead: true,
    align: 'end',
    width: 70,
    cell: one => <SubscriptionActions of={one} />,
  },
]
const shape = listShape(columns, { defaultSort: 'name' })

/** All subscriptions of the installation, for its operator. */
export function SubscriptionsPage() {
  const may = useMay()
  const [isCreating, setCreating] = useState(false)
  if (!may('operator')) return <NoPermission what={t('subscriptions.forWhom')} />
  return (
    <>
      <PageHeader
        title={t('subscriptions.subscriptions')}
        actions={
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
            {t('subscriptions.new')}
          </Button>
        }
      />
      <SearchList
        route="listSubscriptions"
        name="subscriptions"
        title="subscriptions.subscriptions"
        noun="count.subscription"
        search="subscriptions.search"
        columns={columns}
        shape={shape}
        csv="exportSubscriptions"
        keyOf={one => one.id}
        nameOf={one => one.name}
        empty={<Notice icon={IconBuilding} title={t('subscriptions.none')} />}
      />
      {isCreating && <CreateSubscription onClose={() => setCreating(false)} />}
    </>
  )
}
