import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { bytes } from '../../../text/counted.ts'
import { useAsset } from '../asset-context.ts'
import { Notices } from './Notices.tsx'
import { Repositories } from './Repositories.tsx'
import css from './SystemTab.module.css'
import { systemView } from './system-view.ts'

export function SystemTab() {
  const asset = useAsset()
  const system = systemView(asset.system)
  const told = (name: string, value: string, mono = false) => ({
    name,
    value: <Reported text={value} mono={mono} wrap />,
  })
  return (
    <div className={css.columns}>
      <Panel title="System">
        <Facts
          facts={[
            told('Operating system', asset.operatingSystem),
            told('Running kernel', asset.kernel, true),
            told('Newest kernel', system.newestKernel, true),
            told('Architecture', asset.architecture),
            told('Time zone', asset.timeZone),
            { name: 'Booted', value: <Time at={system.bootedAt} never="Not known" /> },
            told('Last user', asset.lastUser),
            { name: 'Last signed in', value: <Time at={system.lastUserAt} never="Not known" /> },
          ]}
        />
      </Panel>
      <Panel title="Repositories">
        <Repositories repositories={system.repositories} />
      </Panel>
      <Panel title="To restart">
        <SmallTable
          label="Services and machines to restart"
          heads={['What', 'Kind', 'Reason']}
          rows={asset.restart.map(one => [one.name, one.kind, one.reason])}
          none="Nothing runs on files that were replaced."
        />
      </Panel>
      <Panel title="Hardware">
        <Facts
          facts={[
            told('Manufacturer', asset.manufacturer),
            told('Model', asset.model),
            told('Serial number', system.serial),
            told('Firmware', system.firmware),
            told('Virtualisation', asset.virtualization),
            told('Processor', system.cpu),
            { name: 'Memory', value: system.memoryBytes === null ? '–' : bytes(system.memoryBytes) },
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
      <Panel title="Agent">
        <Facts
          facts={[
            told('Version', asset.agentVersion, true),
            told('Runtime', system.agentRuntime),
            told('Package manager', `${asset.provider} ${system.providerVersion}`),
            { name: 'Enrolled', value: <Time at={asset.enrolledAt} /> },
            { name: 'Last check-in', value: <Time at={asset.lastCheckIn} never="Never" /> },
          ]}
        />
      </Panel>
      <Panel title="Other programs that update this machine">
        <SmallTable
          label="Other programs that update this machine"
          heads={['Program', 'Switched on']}
          rows={system.updaters.map(one => [one.name, one.enabled ? 'Yes: it may install between two jobs' : 'No'])}
          none="None was found."
        />
      </Panel>
      <Panel title="Notices of the agent">
        <Notices notices={asset.notices} />
      </Panel>
    </div>
  )
}
