import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { ConfirmDialog } from '../Dialog/ConfirmDialog.tsx'
import { showDone } from '../notify.ts'
import css from './AssetActions.module.css'
import { countOf, type Meant, pickOf, touchedByAssets } from './asset-target.ts'
import { doneText } from './done-text.ts'
import { type PauseChoice, pauseChoices, pauseUntil } from './pause-until.ts'
import type { AssetDialogProps } from './SimpleAction.tsx'
import { TargetChoice } from './TargetChoice.tsx'

const labels: { readonly [C in PauseChoice]: TextKey } = {
  '1': 'assetAction.for1',
  '7': 'assetAction.for7',
  '30': 'assetAction.for30',
  '90': 'assetAction.for90',
  own: 'assetAction.untilOwn',
}

/** Until when, and why: both are shown on the asset, and the reason in every run that leaves it out. */
export function PauseAssets({ target, returnTo, onClose, onDone }: AssetDialogProps) {
  const { clock } = usePorts()
  const [meant, setMeant] = useState<Meant>('chosen')
  const [choice, setChoice] = useState<PauseChoice>('7')
  const [own, setOwn] = useState('')
  const [reason, setReason] = useState('')
  const pause = useAction('pauseAssets', touchedByAssets)
  const until = pauseUntil(choice, own, clock.nowMs())
  return (
    <ConfirmDialog
      title={t('assetAction.pauseTitle', { assets: t('count.asset', { count: countOf(target, meant) }) })}
      confirm={t('assetAction.pause2')}
      busy={pause.isPending}
      error={pause.error}
      disabled={until === null || reason.trim() === ''}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() => {
        if (until === null) return
        pause.mutate(
          { body: { ...pickOf(target, meant), until, reason: reason.trim() } },
          {
            onSuccess: done => {
              showDone(doneText(done))
              onDone()
            },
          },
        )
      }}
    >
      <div className={css.fields}>
        <TargetChoice target={target} meant={meant} onChange={setMeant} />
        <p className={css.names}>{t('assetAction.pauseText')}</p>
        <NativeSelect
          label={t('assetAction.howLong')}
          data={pauseChoices.map(value => ({ value, label: t(labels[value]) }))}
          value={choice}
          onChange={event => setChoice(pauseChoices.find(one => one === event.currentTarget.value) ?? '7')}
        />
        {choice === 'own' && (
          <TextInput
            type="datetime-local"
            label={t('assetAction.until')}
            value={own}
            onChange={event => setOwn(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={t('assetAction.reason')}
          description={t('assetAction.reasonMore')}
          required
          withAsterisk={false}
          maxLength={120}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
