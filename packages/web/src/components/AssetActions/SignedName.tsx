import type { Asset } from '@patchyard/api'
import { IconClockX, IconLicenseOff, IconPlayerPause } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { Reported } from '../Reported/Reported.tsx'
import css from './AssetActions.module.css'

type Signed = Pick<Asset, 'name' | 'licensed' | 'pausedUntil' | 'agentStatus'>

/** A name and beside it, where there is no room for words, what stands against patching the asset. Each has a shape and a name of its own. */
export function SignedName({ asset }: { readonly asset: Signed }) {
  return (
    <span className={css.named}>
      <Reported text={asset.name} />
      {/* Absent from lists of the past. */}
      {typeof asset.pausedUntil === 'string' && (
        <IconPlayerPause size={14} role="img" aria-label={t('standing.paused')} className={css.sign} />
      )}
      {!asset.licensed && (
        <IconLicenseOff size={14} role="img" aria-label={t('standing.unlicensed')} className={css.sign} />
      )}
      {asset.agentStatus === 'stale' && (
        <IconClockX size={14} role="img" aria-label={t('standing.stale')} className={css.sign} />
      )}
    </span>
  )
}
