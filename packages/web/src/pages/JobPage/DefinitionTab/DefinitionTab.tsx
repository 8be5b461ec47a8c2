import type { JobDetail } from '@patchyard/api'
import { Link } from 'react-router'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { durationText } from '../../../text/instant-text.ts'
import { useJobOnPage } from '../job-context.ts'
import css from './DefinitionTab.module.css'

const onFailure: { readonly [F in JobDetail['options']['onFailure']]: string } = {
  stop: 'Stop there: skip its remaining patches',
  continue: 'Go on with its other patches',
}
const reboot: { readonly [R in JobDetail['options']['reboot']]: string } = {
  never: 'Never',
  ifNeeded: 'If the package manager asks for it',
  always: 'Always, at the end',
}

/** What the job is told to do, and the digests by which agents check that they were told the same. */
export function DefinitionTab() {
  const { job, run } = useJobOnPage()
  return (
    <div className={css.grid}>
      <Panel title="Options">
        <Facts
          facts={[
            { name: 'After a failure', value: onFailure[job.options.onFailure] },
            { name: 'Reboot', value: reboot[job.options.reboot] },
            {
              name: 'Nothing begins later',
              value: `${durationText(job.options.windowMinutes * 60_000)} after the start`,
            },
            { name: 'Created', value: <Time at={job.createdAt} /> },
            { name: 'Changed', value: <Time at={job.modifiedAt} /> },
            ...(run === null
              ? []
              : [
                  { name: 'Version', value: String(run.specVersion) },
                  { name: 'Spec digest', value: <Reported text={run.specDigest} mono wrap /> },
                  {
                    name: 'Plan digest',
                    value: <Reported text={run.planDigest ?? ''} mono wrap instead="No plan yet" />,
                  },
                ]),
          ]}
        />
      </Panel>
      <Panel title={`Patches (${job.patches.length})`}>
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
      <Panel title={`Assets (${job.assets.length})`}>
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
