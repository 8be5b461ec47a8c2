import type { TagDetail, TagUse, TagUseKind } from '@patchyard/api'
import { Checkbox, Radio } from '@mantine/core'
import { useState } from 'react'
import { useAction, useApi } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { showDone } from '../../../components/notify.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'
import { type TextKey, t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { touchedByTags } from '../../EditTagPage/touched-by-tags.ts'
import css from './DeleteTag.module.css'
import { type DeleteAnswers, deletePlan, deleteRequest } from './delete-plan.ts'

const useLabels: { readonly [K in TagUseKind]: TextKey } = {
  asset: 'tagUse.asset',
  child: 'tagUse.child',
  rule: 'tagUse.rule',
  scope: 'tagUse.scope',
  assessmentProfile: 'tagUse.assessmentProfile',
  configurationProfile: 'tagUse.configurationProfile',
  licence: 'tagUse.licence',
  job: 'tagUse.job',
  activationKey: 'tagUse.activationKey',
  savedSearch: 'tagUse.savedSearch',
}

interface DeleteTagProps {
  readonly tag: TagDetail
  onClose(): void
  onDone(): void
}

/** Says what hangs on a tag and asks what becomes of it, before the tag goes. */
export function DeleteTag({ tag, onClose, onDone }: DeleteTagProps) {
  const uses = useApi('listTagUses', { params: { id: tag.id } })
  const remove = useAction('deleteTag', touchedByTags)
  const [answers, setAnswers] = useState<DeleteAnswers>({ children: null, releases: false })
  const plan = deletePlan(uses.data?.items ?? [])
  const query = uses.data === undefined ? null : deleteRequest(plan, answers)
  const answer = (part: Partial<DeleteAnswers>): void => setAnswers({ ...answers, ...part })
  return (
    <ConfirmDialog
      title={t('tagDelete.title')}
      confirm={t('tagDelete.confirm')}
      danger
      busy={remove.isPending}
      error={remove.error ?? uses.error}
      disabled={query === null}
      onClose={onClose}
      onConfirm={() => {
        if (query === null) return
        remove.mutate(
          { params: { id: tag.id }, query },
          {
            onSuccess: () => {
              showDone(t('tagDelete.done', { name: shownText(tag.name, 80) }))
              onDone()
            },
          },
        )
      }}
    >
      <p>
        <Sentence text="tagDelete.text" parts={{ name: <Reported text={tag.name} wrap /> }} />
      </p>
      {uses.data === undefined && !uses.isError && <p role="status">{t('table.reading')}</p>}
      <Uses label="tagDelete.refused" uses={plan.refused} />
      <Uses label="tagDelete.told" uses={plan.told} />
      {plan.refused.length === 0 && plan.children !== null && (
        <Radio.Group
          label={t('tagDelete.children', { tags: t('count.tag', { count: tag.belowCount }) })}
          value={answers.children ?? ''}
          onChange={children => answer({ children: children === 'delete' ? 'delete' : 'raise' })}
        >
          <div className={css.radios}>
            <Radio value="raise" label={t('tagDelete.raise')} />
            <Radio value="delete" label={t('tagDelete.withChildren')} />
          </div>
        </Radio.Group>
      )}
      {plan.refused.length === 0 && plan.released.length > 0 && (
        <>
          <Uses label="tagDelete.released" uses={plan.released} />
          <Checkbox
            label={t('tagDelete.release')}
            checked={answers.releases}
            onChange={event => answer({ releases: event.currentTarget.checked })}
          />
        </>
      )}
    </ConfirmDialog>
  )
}

function Uses({ label, uses }: { readonly label: TextKey; readonly uses: readonly TagUse[] }) {
  if (uses.length === 0) return null
  return (
    <div>
      <p className={css.head}>{t(label)}</p>
      <ul className={css.uses}>
        {uses.map(use => (
          <li key={use.what}>
            {t(useLabels[use.what], { count: use.count })}
            {use.names.length > 0 && (
              <span className="quiet">: {use.names.map(name => shownText(name, 80)).join(', ')}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
