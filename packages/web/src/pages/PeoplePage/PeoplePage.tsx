import { Button } from '@mantine/core'
import { roleLabels, roles } from '@patchyard/domain'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { type FilterOf, filterValues, SearchList } from '../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { InvitePerson } from './InvitePerson.tsx'
import { personColumns } from './person-columns.tsx'

const filters: readonly FilterOf[] = [
  {
    name: 'status',
    label: 'column.status',
    choices: [
      { value: 'all', label: 'people.all' },
      { value: 'active', label: 'people.active' },
      { value: 'invited', label: 'people.invited' },
      { value: 'disabled', label: 'people.disabled' },
    ],
  },
]

const shape = listShape(personColumns, {
  defaultSort: 'name',
  filters: { ...filterValues(filters), role: ['', ...roles] },
})

/** Everybody who may come into the subscription. */
export function PeoplePage() {
  const can = useCan()
  const [isInviting, setInviting] = useState(false)
  if (!can('person.read')) return <NoPermission what={t('people.forWhom')} />
  return (
    <>
      <PageHeader
        title={t('people.people')}
        actions={
          can('person.manage') && (
            <Button leftSection={<IconUserPlus size={15} aria-hidden />} onClick={() => setInviting(true)}>
              {t('people.invite')}
            </Button>
          )
        }
      />
      <SearchList
        route="listPeople"
        name="people"
        title="people.people"
        noun="count.person"
        search="people.search"
        columns={personColumns}
        shape={shape}
        filters={filters}
        csv="exportPeople"
        keyOf={person => person.id}
        nameOf={person => `${person.name}, ${person.roles.map(role => roleLabels[role]).join(', ')}`}
        linkOf={person => `/people/${person.id}`}
        empty={<Notice icon={IconUsers} title={t('people.none')} />}
      />
      {isInviting && <InvitePerson onClose={() => setInviting(false)} />}
    </>
  )
}
