import { type RefObject, useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { ConfirmDialog } from '../Dialog/ConfirmDialog.tsx'
import { showDone } from '../notify.ts'
import { type AssetTarget, countOf, type Meant, pickOf, touchedByAssets } from './asset-target.ts'
import { doneText } from './done-text.ts'
import { TargetChoice } from './TargetChoice.tsx'

export type SimpleStep = 'scan' | 'resume' | 'activate' | 'deactivate'

const steps: {
  readonly [S in SimpleStep]: {
    readonly route: 'scanAssets' | 'resumeAssets' | 'activateAssets' | 'deactivateAssets'
    readonly title: TextKey
    readonly confirm: TextKey
    readonly text: TextKey
    readonly danger: boolean
  }
} = {
  scan: {
    route: 'scanAssets',
    title: 'assetAction.scanTitle',
    confirm: 'assetAction.scan2',
    text: 'assetAction.scanText',
    danger: false,
  },
  resume: {
    route: 'resumeAssets',
    title: 'assetAction.resumeTitle',
    confirm: 'assetAction.resume2',
    text: 'assetAction.resumeText',
    danger: false,
  },
  activate: {
    route: 'activateAssets',
    title: 'assetAction.activateTitle',
    confirm: 'assetAction.activate2',
    text: 'assetAction.activateText',
    danger: false,
  },
  deactivate: {
    route: 'deactivateAssets',
    title: 'assetAction.deactivateTitle',
    confirm: 'assetAction.deactivate2',
    text: 'assetAction.deactivateText',
    danger: true,
  },
}

export interface AssetDialogProps {
  readonly target: AssetTarget
  /** Where the focus goes when the dialog closes. */
  readonly returnTo: RefObject<HTMLElement | null>
  onClose(): void
  /** Something was done: the choice can go. */
  onDone(): void
}

/** Actions that need nothing but to be asked for. */
export function SimpleAction({
  step,
  target,
  returnTo,
  onClose,
  onDone,
}: AssetDialogProps & { readonly step: SimpleStep }) {
  const { route, title, confirm, text, danger } = steps[step]
  const [meant, setMeant] = useState<Meant>('chosen')
  const act = useAction(route, touchedByAssets)
  return (
    <ConfirmDialog
      title={t(title, { assets: t('count.asset', { count: countOf(target, meant) }) })}
      confirm={t(confirm)}
      danger={danger}
      busy={act.isPending}
      error={act.error}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() =>
        act.mutate(
          { body: pickOf(target, meant) },
          {
            onSuccess: done => {
              showDone(doneText(done))
              onDone()
            },
          },
        )
      }
    >
      <TargetChoice target={target} meant={meant} onChange={setMeant} />
      <p>{t(text)}</p>
    </ConfirmDialog>
  )
}
