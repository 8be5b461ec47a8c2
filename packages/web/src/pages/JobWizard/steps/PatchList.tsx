import { Button } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../../i18n/text.ts'
import { ChosenList } from '../ChosenList.tsx'
import { PatchSelector } from '../dialogs/PatchSelector.tsx'
import css from '../fields/Fields.module.css'
import { Warning } from '../fields/Warning.tsx'
import { useWizard } from '../state/wizard-context.ts'
import { useDeprecated } from './use-deprecated.ts'

/** Patches chosen by hand, in the order of installation. */
export function PatchList({ ids }: { readonly ids: readonly string[] }) {
  const { state, change, edit } = useWizard()
  const [isOpen, setOpen] = useState(false)
  const deprecated = useDeprecated(ids)
  const keep = (patches: readonly string[]): void => edit({ patches: { from: 'list', patches } })
  return (
    <div className={css.fields}>
      {deprecated.size > 0 && (
        <div className={css.fields}>
          <Warning>{t('wizard.deprecated', { count: deprecated.size })}</Warning>
          <div>
            <Button size="compact-sm" variant="default" onClick={() => keep(ids.filter(id => !deprecated.has(id)))}>
              {t('wizard.removeDeprecated')}
            </Button>
          </div>
        </div>
      )}
      <ChosenList
        title="newJob.patches"
        choose={state.definition.kind === 'rollback' ? 'wizard.toRollbackSelector' : 'wizard.toPatchSelector'}
        none="newJob.noPatch"
        noun="count.patch"
        rows={ids.map(id => ({
          id,
          name: state.names[id] ?? id,
          ...noteOf(state.rebooting.includes(id), deprecated.has(id)),
        }))}
        onChoose={() => setOpen(true)}
        onRemove={id => keep(ids.filter(one => one !== id))}
      />
      {isOpen && (
        <PatchSelector
          chosen={ids}
          onClose={() => setOpen(false)}
          onAdd={rows => {
            const added = rows.filter(row => !ids.includes(row.id))
            change({
              names: { ...state.names, ...Object.fromEntries(added.map(row => [row.id, row.title])) },
              rebooting: [...state.rebooting, ...added.flatMap(row => (row.rebootSuggested ? [row.id] : []))],
              definition: {
                ...state.definition,
                patches: { from: 'list', patches: [...ids, ...added.map(row => row.id)] },
              },
            })
          }}
        />
      )}
    </div>
  )
}

function noteOf(reboots: boolean, isDeprecated: boolean): { readonly note?: string } {
  const notes = [isDeprecated ? t('wizard.isDeprecated') : '', reboots ? t('newJob.suggestsAReboot') : '']
  const text = notes.filter(note => note !== '').join(', ')
  return text === '' ? {} : { note: text }
}
