import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { useAsset } from '../asset-context.ts'
import { reportedFacts } from './reported-facts.ts'
import css from './SystemTab.module.css'

export function SystemTab() {
  const asset = useAsset()
  const told = (name: string, value: string, mono = false) => ({
    name,
    value: <Reported text={value} mono={mono} wrap />,
  })
  return (
    <div className={css.grid}>
      <Panel title="System">
        <Facts
          facts={[
            told('Operating system', asset.operatingSystem),
            told('Kernel', asset.kernel, true),
            told('Architecture', asset.architecture),
            told('Time zone', asset.timeZone),
            told('Last user', asset.lastUser),
            ...reportedFacts(asset.system).map(fact => told(fact.name, fact.value)),
          ]}
        />
      </Panel>
      <Panel title="Hardware">
        <Facts
          facts={[
            told('Manufacturer', asset.manufacturer),
            told('Model', asset.model),
            told('Virtualisation', asset.virtualization),
          ]}
        />
      </Panel>
      <Panel title="Agent">
        <Facts
          facts={[
            told('Version', asset.agentVersion, true),
            told('Package manager', asset.provider),
            { name: 'Enrolled', value: <Time at={asset.enrolledAt} /> },
            { name: 'Last check-in', value: <Time at={asset.lastCheckIn} never="Never" /> },
          ]}
        />
      </Panel>
      <Panel title="Network">
        <SmallTable
          label="Network interfaces"
          heads={['Name', 'Address', 'MAC']}
          rows={asset.interfaces.map(one => [one.name, one.address, one.mac])}
          none="No network interface was reported."
        />
      </Panel>
      <Panel title="To restart">
        <SmallTable
          label="Services and machines to restart"
          heads={['What', 'Kind', 'Reason']}
          rows={asset.restart.map(one => [one.name, one.kind, one.reason])}
          none="Nothing runs on files that were replaced."
        />
      </Panel>
      <Panel title="Notices of the agent">
        {asset.notices.length === 0 ? (
          <p className={css.none}>None.</p>
        ) : (
          <ul className={css.notices}>
            {asset.notices.map((notice, i) => (
              <li key={`${notice.at} ${i}`}>
                <Time at={notice.at} /> <Reported text={notice.detail} instead={notice.kind} wrap />
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}
