import type { JobDetail } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { ChangeOwner } from '../../../components/JobOwner/ChangeOwner.tsx'
import { NeedsOwner } from '../../../components/JobOwner/NeedsOwner.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import gridCss from '../DefinitionTab/DefinitionTab.module.css'
import { useJobOnPage } from '../job-context.ts'
import css from '../../../components/Panel/rows.module.css'
import { CoAuthors } from './CoAuthors.tsx'
import { PersonNames } from './PersonNames.tsx'

/** Whose the job is, and who else opens it. */
export function AccessTab() {
  const { job } = useJobOnPage()
  return (
    <div className={gridCss.grid}>
      <Owner job={job} />
      <CoAuthors job={job} />
    </div>
  )
}

function Owner({ job }: { readonly job: JobDetail }) {
  const can = useCan()
  const [isChanging, setChanging] = useState(false)
  return (
    <Panel
      title={t('jobPeople.owner')}
      aside={
        can('job.changeOwner') && (
          <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
            {t('jobPeople.changeOwner')}
          </Button>
        )
      }
    >
      <div className={css.stack}>
        {job.ownedBy === null ? <p>{t('jobPeople.nobodyYetMore')}</p> : <PersonNames person={job.ownedBy} />}
        {job.needsOwner && (
          <>
            <NeedsOwner />
            <p>{t('jobPeople.needsOwnerMore')}</p>
          </>
        )}
        <p className="quiet">{t('jobPeople.ownerMore')}</p>
      </div>
      {isChanging && <ChangeOwner jobs={[job.id]} onClose={() => setChanging(false)} />}
    </Panel>
  )
}
