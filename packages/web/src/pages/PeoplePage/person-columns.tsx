import type { Person } from '@patchyard/api'
import { roleLabels } from '@patchyard/domain'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { PersonStatus } from './PersonStatus.tsx'

export const personColumns: readonly Column<Person>[] = [
  { key: 'name', header: 'column.name', sort: 'name', cell: person => <Reported text={person.name} /> },
  { key: 'email', header: 'column.email', sort: 'email', rank: 2, cell: person => <Reported text={person.email} /> },
  { key: 'status', header: 'column.status', width: 120, cell: person => <PersonStatus of={person} /> },
  {
    key: 'roles',
    header: 'column.roles',
    width: 210,
    cell: person => person.roles.map(role => roleLabels[role]).join(', '),
  },
  {
    key: 'scope',
    header: 'column.scope',
    rank: 2,
    cell: person =>
      person.scope.all ? t('people.allAssets') : <TagList tags={person.scope.tags} none={t('people.noAsset')} />,
  },
  {
    key: 'created',
    header: 'column.created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 190,
    rank: 3,
    cell: person => <Time at={person.createdAt} />,
  },
]
