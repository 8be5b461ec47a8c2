import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { ConfirmDialog } from '../Dialog/ConfirmDialog.tsx'
import { showDone } from '../notify.ts'
import type { NamedTag } from '../Tags/tag-tree.ts'
import { TagPicker } from '../Tags/TagPicker.tsx'
import css from './AssetActions.module.css'
import { assignmentOf, countOf, type Meant, MOST_TAGGED, touchedByAssets } from './asset-target.ts'
import type { AssetDialogProps } from './SimpleAction.tsx'
import { TargetChoice } from './TargetChoice.tsx'

const texts = {
  assign: { title: 'assetAction.tagTitle', confirm: 'assetAction.tag2', done: 'assetAction.tagged' },
  remove: { title: 'assetAction.untagTitle', confirm: 'assetAction.untag2', done: 'assetAction.untagged' },
} as const

/** Puts static tags on assets or takes them off; who may be seen and patched by whom may follow from it. */
export function TagAssets({
  action,
  target,
  returnTo,
  onClose,
  onDone,
}: AssetDialogProps & { readonly action: 'assign' | 'remove' }) {
  const [meant, setMeant] = useState<Meant>('chosen')
  const [tags, setTags] = useState<readonly NamedTag[]>([])
  const assign = useAction('assignTags', touchedByAssets)
  const { title, confirm, done } = texts[action]
  const isTooMany = meant === 'chosen' && target.chosen.length > MOST_TAGGED
  return (
    <ConfirmDialog
      title={t(title, { assets: t('count.asset', { count: countOf(target, meant) }) })}
      confirm={t(confirm)}
      busy={assign.isPending}
      error={assign.error}
      disabled={tags.length === 0 || isTooMany}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() =>
        assign.mutate(
          {
            body: assignmentOf(
              target,
              meant,
              action,
              tags.map(tag => tag.id),
            ),
          },
          {
            onSuccess: answer => {
              showDone(t(done, { assets: t('count.asset', { count: answer.changed }) }))
              onDone()
            },
          },
        )
      }
    >
      <div className={css.fields}>
        <TargetChoice target={target} meant={meant} onChange={setMeant} />
        {isTooMany && <p role="status">{t('assetAction.tooMany', { most: MOST_TAGGED })}</p>}
        <TagPicker
          label={t('assetAction.tags')}
          description={t('assetAction.tagsMore')}
          none={t('assetAction.noTags')}
          bringsChildren={false}
          startsOpen
          canChoose={tag => tag.mayAssign}
          value={tags}
          onChange={setTags}
        />
      </div>
    </ConfirmDialog>
  )
}
