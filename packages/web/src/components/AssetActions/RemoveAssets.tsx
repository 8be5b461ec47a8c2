import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { ConfirmDialog } from '../Dialog/ConfirmDialog.tsx'
import { showDone } from '../notify.ts'
import css from './AssetActions.module.css'
import { countOf, type Meant, pickOf, touchedByAssets } from './asset-target.ts'
import type { AssetDialogProps } from './SimpleAction.tsx'
import { TargetChoice } from './TargetChoice.tsx'

/** Says in the server's numbers what goes with the assets, before they go. */
export function RemoveAssets({ target, returnTo, onClose, onDone }: AssetDialogProps) {
  const [meant, setMeant] = useState<Meant>('chosen')
  const pick = pickOf(target, meant)
  const preview = useApi('previewRemoval', { body: pick })
  const remove = useAction('removeAssets', [...touchedByAssets, 'listJobs', 'listPatches'])
  const touched = preview.data
  return (
    <ConfirmDialog
      title={t('assetAction.removeTitle', { assets: t('count.asset', { count: countOf(target, meant) }) })}
      confirm={t('assetAction.remove2')}
      danger
      busy={remove.isPending}
      error={remove.error ?? preview.error}
      disabled={touched === undefined}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(
          { body: pick },
          {
            onSuccess: done => {
              showDone(t('assetAction.removed', { assets: t('count.asset', { count: done.changed }) }))
              onDone()
            },
          },
        )
      }
    >
      <TargetChoice target={target} meant={meant} onChange={setMeant} />
      <p>{t('assetAction.removeText')}</p>
      {touched === undefined ? (
        !preview.isError && <p role="status">{t('table.reading')}</p>
      ) : (
        <ul className={css.touched} aria-label={t('assetAction.touched')}>
          <li>{t('assetAction.openTasks', { tasks: t('count.task', { count: touched.openTasks }) })}</li>
          <li>{t('assetAction.jobs', { jobs: t('count.job', { count: touched.jobs }) })}</li>
          <li>{t('assetAction.missing', { patches: t('count.patch', { count: touched.missing }) })}</li>
          <li>{t('assetAction.licences', { licences: t('count.licence', { count: touched.licensed }) })}</li>
        </ul>
      )}
    </ConfirmDialog>
  )
}
