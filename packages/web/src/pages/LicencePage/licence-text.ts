import type { Licence } from '@patchyard/api'
import { t } from '../../i18n/text.ts'

/** One sentence about how much of the licence is asked for. */
export function consumptionText({ effectiveKind, limit, wanted, percent, used }: Licence): string {
  if (effectiveKind === 'free') return t('licence.freeHasNone')
  if (limit === null || percent === null)
    return t('licence.unlimited', { assets: t('count.asset', { count: used.total }) })
  const without = Math.max(0, wanted - limit)
  if (without > 0) return t('licence.over', { percent, without: t('count.asset', { count: without }) })
  return t('licence.within', { percent, free: t('count.licence', { count: Math.max(0, limit - used.total) }) })
}
