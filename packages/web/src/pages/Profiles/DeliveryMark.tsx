import type { ProfileDelivery } from '@patchyard/api'
import { type Icon, IconCircleCheck, IconClock, IconPlugConnectedX, IconVersions } from '@tabler/icons-react'
import { Mark, type Tone } from '../../components/Status/Mark.tsx'
import { type TextKey, t } from '../../i18n/text.ts'

const looks: { readonly [D in ProfileDelivery]: readonly [Tone, Icon, TextKey, TextKey] } = {
  taken: ['good', IconCircleCheck, 'delivery.taken', 'delivery.takenMore'],
  waiting: ['busy', IconClock, 'delivery.waiting', 'delivery.waitingMore'],
  unsupported: ['warning', IconVersions, 'delivery.unsupported', 'delivery.unsupportedMore'],
  inactive: ['quiet', IconPlugConnectedX, 'delivery.inactive', 'delivery.inactiveMore'],
}

/** Whether an agent has what its profiles say. */
export function DeliveryMark({ delivery }: { readonly delivery: ProfileDelivery }) {
  const [tone, icon, label, more] = looks[delivery]
  return <Mark tone={tone} icon={icon} label={t(label)} title={t(more)} />
}
