import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { t } from '../../../i18n/text.ts'
import { linesOf } from '../../JobWizard/review/review-lines.ts'
import { stateOfJob } from '../../JobWizard/state/state-of-job.ts'
import { stepLabels, stepsOf } from '../../JobWizard/state/wizard-steps.ts'
import { useJobOnPage } from '../job-context.ts'
import css from './DefinitionTab.module.css'

/** What the job is told to do, and the digests by which agents check that they were told the same. */
export function DefinitionTab() {
  const { job, run } = useJobOnPage()
  const state = stateOfJob(job)
  const byId = new Map(job.tagNames.map(tag => [tag.id, tag]))
  const tagsOf = (ids: readonly string[]) => ids.flatMap(id => byId.get(id) ?? [])
  const { tags, excludeTags } = job.definition.assets
  return (
    <div className={css.grid}>
      <Panel
        title={t('jobPage.definition')}
        aside={
          job.may.includes('job.edit') && (
            <Button component={Link} to={`/jobs/${job.id}/edit`} size="compact-sm" variant="default">
              {t('jobPage.edit')}
            </Button>
          )
        }
      >
        <Facts
          facts={stepsOf(state)
            .filter(step => step !== 'review' && step !== 'access')
            .map(step => ({
              name: t(stepLabels[step]),
              value: (
                <ul className={css.list}>
                  {linesOf(step, state).map(line => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              ),
            }))}
        />
      </Panel>
      <Panel title={t('jobPage.versions')}>
        <Facts
          facts={[
            { name: t('jobPage.version'), value: String(job.specVersion) },
            { name: t('jobPage.specDigest'), value: <Reported text={job.specDigest} mono wrap /> },
            { name: t('jobPage.created'), value: <Time at={job.createdAt} /> },
            { name: t('jobPage.changed'), value: <Time at={job.modifiedAt} /> },
            ...(run === null
              ? []
              : [
                  { name: t('jobPage.versionOfRun'), value: String(run.specVersion) },
                  { name: t('jobPage.specDigestOfRun'), value: <Reported text={run.specDigest} mono wrap /> },
                  {
                    name: t('jobPage.planDigest'),
                    value: <Reported text={run.planDigest ?? ''} mono wrap instead={t('jobPage.noPlan')} />,
                  },
                ]),
          ]}
        />
      </Panel>
      {tags.length + excludeTags.length > 0 && (
        <Panel title={t('wizard.assetTags')}>
          <Facts
            facts={[
              { name: t('jobPage.tagsIn'), value: <TagList tags={tagsOf(tags)} full /> },
              ...(excludeTags.length === 0
                ? []
                : [{ name: t('wizard.exclusionTags'), value: <TagList tags={tagsOf(excludeTags)} full /> }]),
            ]}
          />
        </Panel>
      )}
      {job.patches.length > 0 && (
        <Named
          title={t('jobPage.patches', { number: job.patches.length })}
          rows={job.patches.map(patch => ({ to: `/patches/${patch.id}`, name: patch.title || patch.key }))}
        />
      )}
      {job.assetCount > 0 && (
        <Named title={t('jobPage.assets', { number: job.assets.length })} rows={job.assets.map(assetLink)} />
      )}
      {job.excludedAssets.length > 0 && (
        <Named
          title={t('wizard.excluded', { count: job.excludedAssets.length })}
          rows={job.excludedAssets.map(assetLink)}
        />
      )}
    </div>
  )
}

const assetLink = ({ id, name }: { readonly id: string; readonly name: string }) => ({ to: `/assets/${id}`, name })

const FEW = 20

interface NamedProps {
  readonly title: string
  readonly rows: readonly { readonly to: string; readonly name: string }[]
}

/** Links by name, the first of them until one wants all. */
function Named({ title, rows }: NamedProps) {
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? rows : rows.slice(0, FEW)
  return (
    <Panel title={title}>
      <ul className={css.list}>
        {shown.map(row => (
          <li key={row.to}>
            <Link to={row.to}>
              <Reported text={row.name} wrap />
            </Link>
          </li>
        ))}
      </ul>
      {rows.length > FEW && (
        <Button size="compact-sm" variant="subtle" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t('newJob.showFewer') : t('jobPage.showAllOf', { count: rows.length })}
        </Button>
      )}
    </Panel>
  )
}
