import type { Licence } from '@patchyard/api'
import type { TextKey } from '../../i18n/text.ts'

export const licenceKinds: { readonly [K in Licence['kind']]: TextKey } = {
  free: 'licence.free',
  trial: 'licence.trial',
  full: 'licence.full',
}
