import type { Asset } from '@patchyard/api'
import { IconCircleCheck, IconLicenseOff, IconPlayerPause } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { localText } from '../../text/instant-text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Mark } from '../Status/Mark.tsx'

type Standable = Pick<Asset, 'licensed' | 'pausedUntil' | 'pausedReason'>

interface StandingProps {
  readonly asset: Standable
  readonly look?: 'plain' | 'pill'
}

/** Until when and why an asset is paused. */
const pauseText = ({ pausedUntil, pausedReason }: Standable): string =>
  pausedUntil === null
    ? ''
    : t('standing.pausedUntil', { at: localText(Date.parse(pausedUntil)), reason: shownText(pausedReason ?? '–', 200) })

/** Whether jobs can patch an asset, and what stands against it: a pause, or no licence. */
export function Standing({ asset, look = 'plain' }: StandingProps) {
  if (asset.pausedUntil === null && asset.licensed)
    return look === 'pill' ? null : <Mark tone="good" icon={IconCircleCheck} label={t('standing.ready')} />
  return (
    <>
      {asset.pausedUntil !== null && (
        <Mark tone="warning" icon={IconPlayerPause} label={t('standing.paused')} title={pauseText(asset)} look={look} />
      )}
      {!asset.licensed && (
        <Mark
          tone="quiet"
          icon={IconLicenseOff}
          label={t('standing.unlicensed')}
          title={t('standing.unlicensedMore')}
          look={look}
        />
      )}
    </>
  )
}
