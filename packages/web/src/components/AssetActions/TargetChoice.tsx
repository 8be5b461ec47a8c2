import { Radio } from '@mantine/core'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './AssetActions.module.css'
import { type AssetTarget, canMeanFound, type Meant } from './asset-target.ts'

interface TargetChoiceProps {
  readonly target: AssetTarget
  readonly meant: Meant
  onChange(meant: Meant): void
}

const SHOWN = 5

/** Which assets are meant: by name, and where a list stands behind, all that it finds. */
export function TargetChoice({ target, meant, onChange }: TargetChoiceProps) {
  const { chosen, found } = target
  const names = chosen.slice(0, SHOWN).map(asset => shownText(asset.name, 80))
  const more = chosen.length - names.length
  const named = `${names.join(', ')}${more > 0 ? ` ${t('assetAction.andMore', { count: more })}` : ''}`
  if (!canMeanFound(target)) return <p className={css.names}>{named}</p>
  return (
    <Radio.Group
      label={t('assetAction.which')}
      value={meant}
      onChange={value => onChange(value === 'found' ? 'found' : 'chosen')}
    >
      <div className={css.radios}>
        <Radio
          value="chosen"
          label={t('assetAction.chosen', { assets: t('count.asset', { count: chosen.length }) })}
          description={named}
        />
        <Radio
          value="found"
          label={t('assetAction.found', { assets: t('count.asset', { count: found?.total ?? 0 }) })}
        />
      </div>
    </Radio.Group>
  )
}
