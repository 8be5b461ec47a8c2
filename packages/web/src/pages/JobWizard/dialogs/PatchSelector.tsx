import type { Patch } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconSearch, IconSearchOff } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { csvAddress } from '../../../api/find-routes.ts'
import { useList, useReadAll } from '../../../api/use-api.ts'
import { DataTable } from '../../../components/DataTable/DataTable.tsx'
import type { Selected } from '../../../components/DataTable/selection.ts'
import { Dialog } from '../../../components/Dialog/Dialog.tsx'
import { ListToolbar } from '../../../components/ListToolbar/ListToolbar.tsx'
import { QueryBox } from '../../../components/QueryBox/QueryBox.tsx'
import type { EditorHandle } from '../../../components/QueryBox/QueryEditor.tsx'
import { NotRun } from '../../../components/FindList/NotRun.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { defaultView } from '../../../frame/list-view.ts'
import { t } from '../../../i18n/text.ts'
import { askedOf } from '../../../query/asked.ts'
import { Choice } from '../fields/Choice.tsx'
import { MOST_PATCHES } from '../job-draft.ts'
import { patchPickerColumns, patchPickerShape } from '../picker-columns.tsx'
import { patchPlatforms } from '../state/asset-query.ts'
import { useWizard } from '../state/wizard-context.ts'
import { useAssetQuery } from '../steps/use-asset-query.ts'
import css from './PatchSelector.module.css'

interface PatchSelectorProps {
  /** Ids that are in the job. */
  readonly chosen: readonly string[]
  onAdd(rows: readonly Patch[]): void
  onClose(): void
}

/** Patches found by a query: those missing on the chosen assets, or all there are. Stays open until it is closed. */
export function PatchSelector({ chosen, onAdd, onClose }: PatchSelectorProps) {
  const { state } = useWizard()
  const { kind, platform } = state.definition
  const assets = useAssetQuery()
  const readAll = useReadAll('listPatches')
  const box = useRef<EditorHandle>(null)
  const [view, setView] = useState({ ...defaultView(patchPickerShape), query: state.patchSearch })
  const [scope, setScope] = useState<'within' | 'all'>('within')
  const [selected, setSelected] = useState<Selected<Patch>>(new Map())
  const [added, setAdded] = useState<number | null>(null)
  const isRollback = kind === 'rollback'
  const isWithin = scope === 'within' && assets !== null
  const queries = askedOf('patch', {
    query: view.query,
    having: isWithin ? assets : null,
    platform: patchPlatforms[platform],
  })
  const asked: Readonly<Record<string, string>> = {
    ...queries,
    ...(isRollback ? { status: 'installed' } : isWithin ? { status: 'missing' } : {}),
    ...(view.sort === null ? {} : { sort: view.sort }),
  }
  const list = useList('listPatches', { query: asked }, { enabled: queries !== null })
  const total = chosen.length + [...selected.keys()].filter(id => !chosen.includes(id)).length
  const tooMany = total > MOST_PATCHES
  return (
    <Dialog
      onClose={onClose}
      title={t(isRollback ? 'wizard.availableForRollback' : 'wizard.patchSelector')}
      size="list"
    >
      <div className={css.selector}>
        <div className={css.query}>
          <QueryBox
            entity="patch"
            label={t('query.patchLabel')}
            hint={t('query.patchHint')}
            query={view.query}
            handle={box}
            icon={<IconSearch size={15} aria-hidden />}
            onRun={query => setView({ ...view, query })}
            onLeave={() => {}}
          />
          <Choice<'within' | 'all'>
            label={t('wizard.show')}
            inLine
            value={scope}
            choices={[
              {
                value: 'within',
                label: t('wizard.withinScope'),
                description: t(
                  assets === null
                    ? 'wizard.withinNothing'
                    : isRollback
                      ? 'wizard.withinScopeRollback'
                      : 'wizard.withinScopeMore',
                ),
              },
              { value: 'all', label: t('wizard.allPatches') },
            ]}
            onChange={setScope}
          />
        </div>
        <ListToolbar
          view={view}
          change={part => setView({ ...view, ...part })}
          columns={patchPickerColumns}
          {...(queries === null ? {} : { csv: csvAddress('listPatches', asked) })}
        />
        <DataTable
          label={t(isRollback ? 'wizard.availableForRollback' : 'wizard.patchSelector')}
          noun="count.patch"
          list={list}
          columns={patchPickerColumns}
          keyOf={patch => patch.id}
          nameOf={patch => patch.title}
          sort={view.sort}
          onSort={sort => setView({ ...view, sort })}
          selection={{
            selected,
            change: setSelected,
            readAll: count => readAll({ query: asked }, count),
            most: MOST_PATCHES,
          }}
          refused={queries === null ? <NotRun onMend={() => box.current?.focus()} /> : null}
          onClear={view.query === '' ? undefined : () => setView({ ...view, query: '' })}
          empty={<Notice icon={IconSearchOff} title={t(isWithin ? 'wizard.nothingWithin' : 'wizard.noPatchAtAll')} />}
        />
        <div className={css.buttons}>
          <span role="status" className={css.said}>
            {tooMany
              ? t('newJob.aJobTakesAtMost', { noun: t('count.patch', { count: MOST_PATCHES }) })
              : added !== null
                ? t('wizard.added', { count: added, inJob: t('count.patch', { count: chosen.length }) })
                : t('wizard.inJob', { inJob: t('count.patch', { count: chosen.length }) })}
          </span>
          <Button
            disabled={tooMany || selected.size === 0}
            onClick={() => {
              onAdd([...selected.values()])
              setAdded([...selected.keys()].filter(id => !chosen.includes(id)).length)
              setSelected(new Map())
            }}
          >
            {t('wizard.addToJob')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('wizard.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
