import type { JobDetail } from '@patchyard/api'
import { Link } from 'react-router'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { durationText } from '../../../text/instant-text.ts'
import { useJobOnPage } from '../job-context.ts'
import css from './DefinitionTab.module.css'
import { type TextKey, t } from '../../../i18n/text.ts'

const onFailure: { readonly [F in JobDetail['options']['onFailure']]: TextKey } = {
  stop: 'newJob.stopThereSkipItsRemainingPatches',
  continue: 'newJob.goOnWithItsOtherPatches',
}
const reboot: { readonly [R in JobDetail['options']['reboot']]: TextKey } = {
  never: 'newJob.never',
  ifNeeded: 'newJob.ifThePackageManagerAsksFor',
  always: 'newJob.alwaysAtTheEnd',
}

/** What the job is told to do, and the digests by which agents check that they were told the same. */
export function DefinitionTab() {
  const { job, run } = useJobOnPage()
  return (
    <div className={css.grid}>
      <Panel title={t('jobPage.options')}>
        <Facts
          facts={[
            { name: t('jobPage.afterAFailure'), value: t(onFailure[job.options.onFailure]) },
            { name: t('jobPage.reboot'), value: t(reboot[job.options.reboot]) },
            {
              name: t('jobPage.nothingBeginsLater'),
              value: t('jobPage.afterTheStart', { value: durationText(job.options.windowMinutes * 60_000) }),
            },
            { name: t('jobPage.created'), value: <Time at={job.createdAt} /> },
            { name: t('jobPage.changed'), value: <Time at={job.modifiedAt} /> },
            ...(run === null
              ? []
              : [
                  { name: t('jobPage.version'), value: String(run.specVersion) },
                  { name: t('jobPage.specDigest'), value: <Reported text={run.specDigest} mono wrap /> },
                  {
                    name: t('jobPage.planDigest'),
                    value: <Reported text={run.planDigest ?? ''} mono wrap instead={t('jobPage.noPlan')} />,
                  },
                ]),
          ]}
        />
      </Panel>
      <Panel title={t('jobPage.patches', { number: job.patches.length })}>
        <ul className={css.list}>
          {job.patches.map(patch => (
            <li key={patch.id}>
              <Link to={`/patches/${patch.id}`}>
                <Reported text={patch.title} instead={patch.key} wrap />
              </Link>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('jobPage.assets', { number: job.assets.length })}>
        <ul className={css.list}>
          {job.assets.map(asset => (
            <li key={asset.id}>
              <Link to={`/assets/${asset.id}`}>
                <Reported text={asset.name} wrap />
              </Link>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}
