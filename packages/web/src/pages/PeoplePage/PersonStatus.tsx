import type { Person } from '@patchyard/api'
import { IconBan, IconCircleCheck, IconMail } from '@tabler/icons-react'
import { Mark } from '../../components/Status/Mark.tsx'
import { t } from '../../i18n/text.ts'

const looks = {
  active: ['good', IconCircleCheck, 'people.active'],
  invited: ['quiet', IconMail, 'people.invited'],
  disabled: ['warning', IconBan, 'people.disabled'],
} as const satisfies { readonly [S in Person['status']]: unknown }

export function PersonStatus({ of, look = 'plain' }: { readonly of: Person; readonly look?: 'plain' | 'pill' }) {
  const [tone, icon, label] = looks[of.status]
  return <Mark tone={tone} icon={icon} label={t(label)} look={look} />
}
