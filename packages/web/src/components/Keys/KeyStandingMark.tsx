import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClockX,
  IconHourglass,
  IconTicketOff,
} from '@tabler/icons-react'
import { Mark } from '../Status/Mark.tsx'
import { useNow } from '../Time/use-now.ts'
import { keyStanding } from './expiry.ts'
import { t } from '../../i18n/text.ts'

const looks = {
  valid: ['good', IconCircleCheck, 'keyStanding.valid'],
  notYet: ['quiet', IconHourglass, 'keyStanding.notYet'],
  ended: ['quiet', IconClockX, 'keyStanding.ended'],
  usedUp: ['quiet', IconTicketOff, 'keyStanding.usedUp'],
  // It still works, and somebody may have it who should not.
  leaked: ['danger', IconAlertTriangle, 'keyStanding.leaked'],
  revoked: ['quiet', IconBan, 'keyStanding.revoked'],
} as const

export function KeyStandingMark({ of }: { readonly of: Parameters<typeof keyStanding>[0] }) {
  const [tone, icon, label] = looks[keyStanding(of, useNow())]
  return <Mark tone={tone} icon={icon} label={t(label)} />
}
