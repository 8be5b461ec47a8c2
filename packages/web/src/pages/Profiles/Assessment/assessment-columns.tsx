import type { AssessmentProfile } from '@patchyard/api'
import { IconCircleCheck, IconPlayerPause } from '@tabler/icons-react'
import { Count } from '../../../components/Count/Count.tsx'
import type { Column } from '../../../components/DataTable/column.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { t } from '../../../i18n/text.ts'
import { durationText } from '../../../text/instant-text.ts'

export const assessmentColumns: readonly Column<AssessmentProfile>[] = [
  {
    key: 'name',
    header: 'column.name',
    sort: 'name',
    cell: profile => <Reported text={profile.name} />,
  },
  {
    key: 'status',
    header: 'column.status',
    sort: 'status',
    width: 120,
    cell: profile => <ProfileMark enabled={profile.enabled} />,
  },
  {
    key: 'interval',
    header: 'column.scansEvery',
    sort: 'scanEveryS',
    width: 170,
    cell: profile => <ScanInterval profile={profile} />,
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
    key: 'created',
    header: 'column.created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 190,
    rank: 3,
    cell: profile => <Time at={profile.createdAt} />,
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

export function ProfileMark({ enabled }: { readonly enabled: boolean }) {
  return enabled ? (
    <Mark tone="good" icon={IconCircleCheck} label={t('profiles.enabled')} />
  ) : (
    <Mark tone="quiet" icon={IconPlayerPause} label={t('profiles.disabled')} />
  )
}

/** What the profile says, and what the licence makes of it where that differs. */
export function ScanInterval({ profile }: { readonly profile: AssessmentProfile }) {
  const { scanEveryS, effectiveScanEveryS } = profile
  if (scanEveryS === effectiveScanEveryS) return durationText(scanEveryS * 1000)
  return t('profiles.actsAs', {
    said: durationText(scanEveryS * 1000),
    acts: durationText(effectiveScanEveryS * 1000),
  })
}
