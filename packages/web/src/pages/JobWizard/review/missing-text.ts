import { type TextKey, t } from '../../../i18n/text.ts'

const partLabels = {
  assets: 'wizard.partAssets',
  patches: 'wizard.partPatches',
  schedule: 'wizard.partSchedule',
} as const satisfies Readonly<Record<string, TextKey>>

/** "assets and a schedule": what keeps a draft from running; '' for nothing. */
export function missingText(missing: readonly (keyof typeof partLabels)[]): string {
  const names = missing.map(part => t(partLabels[part]))
  const [last] = names.slice(-1)
  return names.length < 2 ? names.join('') : t('wizard.and', { names: names.slice(0, -1).join(', '), last: last ?? '' })
}
