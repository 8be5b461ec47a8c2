import type { ActivationKey } from '@patchyard/api'
import type { Column } from '../../components/DataTable/column.ts'
import { KeyStandingMark } from '../../components/Keys/KeyStandingMark.tsx'
import { NameList } from '../../components/NameList/NameList.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { grouped } from '../../text/numbers.ts'
import { t } from '../../i18n/text.ts'

export const activationKeyColumns: readonly Column<ActivationKey>[] = [
  { key: 'title', header: 'column.title', sort: 'title', cell: key => <Reported text={key.title} /> },
  { key: 'standing', header: 'column.status', width: 130, cell: key => <KeyStandingMark of={key} /> },
  {
    key: 'accept',
    header: 'column.newAgents',
    width: 160,
    rank: 2,
    cell: key => (key.autoAccept ? t('keys.atOnce') : t('keys.wait')),
  },
  {
    key: 'uses',
    header: 'column.uses',
    sort: 'uses',
    sortFirst: 'down',
    align: 'end',
    width: 110,
    cell: key => (key.maxUses === null ? grouped(key.uses) : t('keys.usesOf', { uses: key.uses, most: key.maxUses })),
  },
  {
    key: 'tags',
    header: 'column.tags',
    width: 150,
    rank: 2,
    cell: key => <TagList tags={key.tags} />,
  },
  {
    key: 'networks',
    header: 'column.onlyFrom',
    width: 170,
    rank: 3,
    cell: key => <NameList names={key.allowedNetworks} />,
  },
  {
    key: 'ends',
    header: 'column.ends',
    width: 190,
    rank: 2,
    cell: key => <Time at={key.expiresAt} never={t('keys.never')} />,
  },
  {
    key: 'created',
    header: 'column.created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 190,
    rank: 3,
    cell: key => <Time at={key.createdAt} />,
  },
]
