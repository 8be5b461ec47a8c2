import type { Me } from '@patchyard/api'
import type { TextKey } from '../../i18n/text.ts'

export const licenceTexts: { readonly [K in Me['subscription']['licence']]: TextKey } = {
  full: 'account.full',
  trial: 'account.trial',
  free: 'account.free',
}
