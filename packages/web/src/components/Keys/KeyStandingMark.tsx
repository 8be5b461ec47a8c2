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

const looks = {
  valid: ['good', IconCircleCheck, 'Valid'],
  notYet: ['quiet', IconHourglass, 'Not valid yet'],
  ended: ['quiet', IconClockX, 'Ended'],
  usedUp: ['quiet', IconTicketOff, 'Used up'],
  // It still works, and somebody may have it who should not.
  leaked: ['danger', IconAlertTriangle, 'Leaked: revoke it'],
  revoked: ['quiet', IconBan, 'Revoked'],
} as const

export function KeyStandingMark({ of }: { readonly of: Parameters<typeof keyStanding>[0] }) {
  const [tone, icon, label] = looks[keyStanding(of, useNow())]
  return <Mark tone={tone} icon={icon} label={label} />
}
