import type { ApiKey } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Column } from '../../components/DataTable/column.ts'
import { KeyStandingMark } from '../../components/Keys/KeyStandingMark.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { CreateApiKey } from './CreateApiKey.tsx'
import { KeyPart } from './KeyPart.tsx'
import { RevokeApiKey } from './RevokeApiKey.tsx'
import { t } from '../../i18n/text.ts'

const columns: readonly Column<ApiKey>[] = [
  { key: 'title', header: 'column.title', sort: 'title', cell: key => <Reported text={key.title} /> },
  { key: 'standing', header: 'column.status', width: 165, cell: key => <KeyStandingMark of={key} /> },
  {
    key: 'prefix',
    header: 'column.begins',
    width: 120,
    rank: 2,
    cell: key => <Reported text={`${key.prefix}…`} mono />,
  },
  { key: 'role', header: 'column.may', sort: 'role', width: 160, cell: key => <KeyPart of={key} /> },
  { key: 'owner', header: 'column.owner', width: 220, rank: 2, cell: key => <Reported text={key.owner} /> },
  {
    key: 'used',
    header: 'column.lastUsed',
    width: 120,
    cell: key => <Time at={key.usedAt} as="ago" never={t('keys.never')} />,
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
    width: 190,
    rank: 3,
    cell: key => <Time at={key.createdAt} />,
  },
  {
    key: 'actions',
    header: 'column.actions',
    quietHead: true,
    align: 'end',
    width: 110,
    cell: key => <RevokeApiKey apiKey={key} />,
  },
]
const shape = listShape(columns, { defaultSort: '-createdAt' })

export function ApiKeysPage() {
  const can = useCan()
  if (!can('apiKey.own')) return <NoPermission what={t('keys.apiKeysLetProgramsActFor')} />
  return <ApiKeys />
}

function ApiKeys() {
  const can = useCan()
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <PageHeader
        title={t('keys.apiKeys')}
        actions={
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
            {t('keys.newApiKey')}
          </Button>
        }
      />
      <SearchList
        route="listApiKeys"
        csv={can('export.csv') ? 'exportApiKeys' : undefined}
        name="apiKeys"
        title="keys.apiKeys"
        noun="count.key"
        search="keys.searchApiKeys"
        columns={columns}
        shape={shape}
        keyOf={key => key.id}
        nameOf={key => key.title}
        empty={
          <Notice
            icon={IconKey}
            title={t('keys.noApiKeyYet')}
            action={<Button onClick={() => setCreating(true)}>{t('keys.newApiKey')}</Button>}
          >
            <p>{t('keys.anApiKeyLetsAProgram')}</p>
          </Notice>
        }
      />
      {isCreating && <CreateApiKey onClose={() => setCreating(false)} />}
    </>
  )
}
