import type { SupersedenceEdge } from '@patchyard/api'
import { type TextKey, t } from '../../../i18n/text.ts'

const texts = {
  stated: 'catalog.edge.stated',
  derived: 'catalog.edge.derived',
  version: 'catalog.edge.version',
  packages: 'catalog.edge.packages',
} as const satisfies Record<SupersedenceEdge['kind'], TextKey>

/** Why one replaces the other; of what is derived, the reason. */
export const edgeText = ({ kind, reason }: SupersedenceEdge): string =>
  reason === null || reason === '' ? t(texts[kind]) : `${t(texts[kind])}: ${reason}`
