import type { ConfigurationProfile } from '@patchyard/api'
import { IconCircleCheck, IconHandStop } from '@tabler/icons-react'
import { Count } from '../../../components/Count/Count.tsx'
import type { Column } from '../../../components/DataTable/column.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { t } from '../../../i18n/text.ts'

export const configurationColumns: readonly Column<ConfigurationProfile>[] = [
  {
    key: 'name',
    header: 'column.name',
    sort: 'name',
    cell: profile => <Reported text={profile.name} />,
  },
  {
    key: 'priority',
    header: 'column.priority',
    sort: 'priority',
    width: 110,
    cell: profile => (profile.priority === null ? t('profiles.last') : profile.priority),
  },
  {
    key: 'patching',
    header: 'column.patching',
    width: 130,
    cell: ({ document }) =>
      document.patching ? (
        <Mark tone="good" icon={IconCircleCheck} label={t('profiles.on')} />
      ) : (
        <Mark tone="warning" icon={IconHandStop} label={t('profiles.off')} />
      ),
  },
  {
    key: 'blackouts',
    header: 'column.blackouts',
    align: 'end',
    width: 100,
    rank: 2,
    cell: ({ document }) => <Count value={document.blackouts.length} />,
  },
  {
    key: 'tags',
    header: 'column.tags',
    width: 200,
    cell: profile => <TagList tags={profile.tags} none={profile.isDefault ? t('profiles.allOthers') : '–'} />,
  },
  {
    key: 'assets',
    header: 'column.assets',
    align: 'end',
    width: 92,
    rank: 2,
    cell: profile => <Count value={profile.assetCount} />,
  },
  {
    key: 'changed',
    header: 'column.changed',
    sort: 'modifiedAt',
    sortFirst: 'down',
    width: 124,
    rank: 3,
    cell: profile => <Time at={profile.modifiedAt} as="ago" />,
  },
]
