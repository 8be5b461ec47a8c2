import type { IdentityProvider } from '@patchyard/api'
import { IconBan, IconCircleCheck, IconLink } from '@tabler/icons-react'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'

export function ProviderStanding({
  of,
  look = 'plain',
}: {
  readonly of: Pick<IdentityProvider, 'enabled' | 'shown'>
  readonly look?: 'plain' | 'pill'
}) {
  if (!of.enabled) return <Mark tone="quiet" icon={IconBan} label={t('signInSettings.off')} look={look} />
  if (!of.shown) return <Mark tone="good" icon={IconLink} label={t('signInSettings.byLink')} look={look} />
  return <Mark tone="good" icon={IconCircleCheck} label={t('signInSettings.offered')} look={look} />
}

export const providerColumns: readonly Column<IdentityProvider>[] = [
  { key: 'title', header: 'column.name', sort: 'title', cell: one => <Reported text={one.title} /> },
  { key: 'standing', header: 'column.status', width: 160, cell: one => <ProviderStanding of={one} /> },
  { key: 'issuer', header: 'column.issuer', rank: 2, cell: one => <Reported text={one.issuer} /> },
  {
    key: 'groups',
    header: 'column.groups',
    width: 110,
    rank: 2,
    cell: one => t('signInSettings.groupCount', { count: one.mapping.length }),
  },
  {
    key: 'created',
    header: 'column.created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 190,
    rank: 3,
    cell: one => <Time at={one.createdAt} />,
  },
]
