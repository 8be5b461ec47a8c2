import {
  type Icon,
  IconAlertOctagonFilled,
  IconAlertTriangleFilled,
  IconDiamond,
  IconPoint,
  IconShieldHalf,
} from '@tabler/icons-react'
import { shownText } from '../../text/shown-text.ts'
import { Mark, type Tone } from './Mark.tsx'
import { t } from '../../i18n/text.ts'

// A map, not an object: agents may report severities named like members of every object.
const looks: ReadonlyMap<string, readonly [Tone, Icon]> = new Map([
  ['critical', ['danger', IconAlertOctagonFilled]],
  ['important', ['warning', IconAlertTriangleFilled]],
  ['moderate', ['busy', IconDiamond]],
  ['low', ['quiet', IconPoint]],
])

/** Vendors write severities in their own way; the four that are known have a shape each, others stand as they came. */
export function Severity({ value }: { readonly value: string }) {
  const known = value.trim().toLowerCase()
  if (known === '' || known === 'none') return <span className="quiet">{t('common.notRated')}</span>
  const look = looks.get(known)
  const label = look === undefined ? shownText(value, 40) : `${known.slice(0, 1).toUpperCase()}${known.slice(1)}`
  return <Mark tone={look?.[0] ?? 'quiet'} icon={look?.[1] ?? IconPoint} label={label} />
}

export function SecurityMark({ isSecurity }: { readonly isSecurity: boolean }) {
  if (!isSecurity) return <span className="quiet">{t('common.update')}</span>
  return <Mark tone="busy" icon={IconShieldHalf} label={t('common.security')} />
}
