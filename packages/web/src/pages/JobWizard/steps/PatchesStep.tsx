import type { PatchChoice } from '@patchyard/domain'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import { Choice } from '../fields/Choice.tsx'
import css from '../fields/Fields.module.css'
import { useWizard } from '../state/wizard-context.ts'
import { withPatchesFrom } from '../state/wizard-state.ts'
import { JobChoice } from './JobChoice.tsx'
import { PatchList } from './PatchList.tsx'
import { PatchQuery } from './PatchQuery.tsx'
import { Problems } from './Problems.tsx'

/** What is installed or taken back: chosen by hand, asked before each run, or what another job had. */
export function PatchesStep() {
  const { state, change } = useWizard()
  const { patches, kind } = state.definition
  const isRollback = kind === 'rollback'
  return (
    <Panel title={t('wizard.selectPatches')}>
      <div className={css.fields}>
        <Choice<PatchChoice['from']>
          label={t('wizard.howPatches')}
          value={patches.from}
          choices={[
            { value: 'list', label: t('wizard.selectPatch'), description: t('wizard.selectPatchMore') },
            ...(isRollback
              ? []
              : [
                  {
                    value: 'query' as const,
                    label: t('wizard.createQuery'),
                    description: t('wizard.createQueryMore'),
                  },
                ]),
            { value: 'job', label: t('wizard.fromJob'), description: t('wizard.fromJobMore') },
            { value: 'none', label: t('wizard.noPatches'), description: t('wizard.noPatchesMore') },
          ]}
          onChange={from => change(withPatchesFrom(state, from))}
        />
        {patches.from === 'list' && <PatchList ids={patches.patches} />}
        {patches.from === 'query' && <PatchQuery query={patches.query} />}
        {patches.from === 'job' && <JobChoice job={patches.job} />}
        <Problems at={['/patches']} />
      </div>
    </Panel>
  )
}
