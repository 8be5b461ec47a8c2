import { IconUserOff } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { Mark } from '../Status/Mark.tsx'

/** The job does not start: nobody who may own it does. */
export const NeedsOwner = ({ look = 'plain' }: { readonly look?: 'plain' | 'pill' }) => (
  <Mark
    tone="warning"
    icon={IconUserOff}
    label={t('jobPeople.needsOwner')}
    look={look}
    title={t('jobPeople.needsOwnerMore')}
  />
)
