import type { Weekday } from '@patchyard/domain'
import type { TextKey } from '../i18n/text.ts'

export const dayLabels: { readonly [D in Weekday]: TextKey } = {
  monday: 'day.monday',
  tuesday: 'day.tuesday',
  wednesday: 'day.wednesday',
  thursday: 'day.thursday',
  friday: 'day.friday',
  saturday: 'day.saturday',
  sunday: 'day.sunday',
}
