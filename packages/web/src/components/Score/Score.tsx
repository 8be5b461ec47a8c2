import { IconFlame } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { Mark } from '../Status/Mark.tsx'

/** A score of vulnerabilities, or a dash. */
export function Score({ value, digits = 1 }: { readonly value: number | null; readonly digits?: number }) {
  if (value === null) return <span className="quiet nothing">–</span>
  return <span>{value.toFixed(digits)}</span>
}

export function KnownExploited({ isKnown }: { readonly isKnown: boolean }) {
  if (!isKnown) return <span className="quiet nothing">–</span>
  return <Mark tone="danger" icon={IconFlame} label={t('vulnerability.exploited')} />
}
