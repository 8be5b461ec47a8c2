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
import { t } from '../../../i18n/text.ts'

export function SystemTab() {
  const asset = useAsset()
  const system = systemView(asset.system)
  const told = (name: string, value: string, mono = false) => ({
    name,
    value: <Reported text={value} mono={mono} wrap />,
  })
  return (
    <div className={css.columns}>
      <Panel title={t('assetPage.system')}>
        <Facts
          facts={[
            told('Operating system', asset.operatingSystem),
            told('Running kernel', asset.kernel, true),
            told('Newest kernel', system.newestKernel, true),
            told('Architecture', asset.architecture),
            told('Time zone', asset.timeZone),
            { name: t('assetPage.booted'), value: <Time at={system.bootedAt} never={t('assetPage.notKnown')} /> },
            told('Last user', asset.lastUser),
            {
              name: t('assetPage.lastSignedIn'),
              value: <Time at={system.lastUserAt} never={t('assetPage.notKnown')} />,
            },
          ]}
        />
      </Panel>
      <Panel title={t('assetPage.repositories')}>
        <Repositories repositories={system.repositories} />
      </Panel>
      <Panel title={t('assetPage.toRestart')}>
        <SmallTable
          label={t('assetPage.servicesAndMachinesToRestart')}
          heads={['What', 'Kind', 'Reason']}
          rows={asset.restart.map(one => [one.name, one.kind, one.reason])}
          none={t('assetPage.nothingRunsOnFilesThatWere')}
        />
      </Panel>
      <Panel title={t('assetPage.hardware')}>
        <Facts
          facts={[
            told('Manufacturer', asset.manufacturer),
            told('Model', asset.model),
            told('Serial number', system.serial),
            told('Firmware', system.firmware),
            told('Virtualisation', asset.virtualization),
            told('Processor', system.cpu),
            { name: t('assetPage.memory'), value: system.memoryBytes === null ? '–' : bytes(system.memoryBytes) },
          ]}
        />
      </Panel>
      <Panel title={t('assetPage.network')}>
        <SmallTable
          label={t('assetPage.networkInterfaces')}
          heads={['Name', 'Address', 'MAC']}
          rows={asset.interfaces.map(one => [one.name, one.address, one.mac])}
          none={t('assetPage.noNetworkInterfaceWasReported')}
        />
      </Panel>
      <Panel title={t('assetPage.agent')}>
        <Facts
          facts={[
            told('Version', asset.agentVersion, true),
            told('Runtime', system.agentRuntime),
            told('Package manager', `${asset.provider} ${system.providerVersion}`),
            { name: t('assetPage.enrolled'), value: <Time at={asset.enrolledAt} /> },
            { name: t('assetPage.lastCheckIn'), value: <Time at={asset.lastCheckIn} never={t('assetPage.never')} /> },
          ]}
        />
      </Panel>
      <Panel title={t('assetPage.otherProgramsThatUpdateThisMachine')}>
        <SmallTable
          label={t('assetPage.otherProgramsThatUpdateThisMachine')}
          heads={['Program', 'Switched on']}
          rows={system.updaters.map(one => [one.name, one.enabled ? 'Yes: it may install between two jobs' : 'No'])}
          none={t('assetPage.noneWasFound')}
        />
      </Panel>
      <Panel title={t('assetPage.noticesOfTheAgent')}>
        <Notices notices={asset.notices} />
      </Panel>
    </div>
  )
}
