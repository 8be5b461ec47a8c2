import { Facts } from '../../../components/Panel/Facts.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { bytes } from '../../../text/numbers.ts'
import { useAsset } from '../asset-context.ts'
import { Notices } from './Notices.tsx'
import { Repositories } from './Repositories.tsx'
import css from './SystemTab.module.css'
import { systemView } from './system-view.ts'
import { type TextKey, t } from '../../../i18n/text.ts'

export function SystemTab() {
  const asset = useAsset()
  const system = systemView(asset.system)
  const told = (name: TextKey, value: string, mono = false) => ({
    name: t(name),
    value: <Reported text={value} mono={mono} wrap />,
  })
  return (
    <div className={css.columns}>
      <Panel title={t('assetPage.system')}>
        <Facts
          facts={[
            told('system.operatingSystem', asset.operatingSystem),
            told('system.runningKernel', asset.kernel, true),
            told('system.newestKernel', system.newestKernel, true),
            told('system.architecture', asset.architecture),
            told('system.timeZone', asset.timeZone),
            { name: t('assetPage.booted'), value: <Time at={system.bootedAt} never={t('assetPage.notKnown')} /> },
            told('system.lastUser', asset.lastUser),
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
          heads={[t('system.headWhat'), t('system.headKind'), t('system.headReason')]}
          rows={asset.restart.map(one => [one.name, one.kind, one.reason])}
          none={t('assetPage.nothingRunsOnFilesThatWere')}
        />
      </Panel>
      <Panel title={t('assetPage.hardware')}>
        <Facts
          facts={[
            told('system.manufacturer', asset.manufacturer),
            told('system.model', asset.model),
            told('system.serialNumber', system.serial),
            told('system.firmware', system.firmware),
            told('system.virtualisation', asset.virtualization),
            told('system.processor', system.cpu),
            { name: t('assetPage.memory'), value: system.memoryBytes === null ? '–' : bytes(system.memoryBytes) },
          ]}
        />
      </Panel>
      <Panel title={t('assetPage.network')}>
        <SmallTable
          label={t('assetPage.networkInterfaces')}
          heads={[t('system.headName'), t('system.headAddress'), t('system.headMac')]}
          rows={asset.interfaces.map(one => [one.name, one.address, one.mac])}
          none={t('assetPage.noNetworkInterfaceWasReported')}
        />
      </Panel>
      <Panel title={t('assetPage.agent')}>
        <Facts
          facts={[
            told('system.version', asset.agentVersion, true),
            told('system.runtime', system.agentRuntime),
            told('system.packageManager', `${asset.provider} ${system.providerVersion}`),
            { name: t('assetPage.enrolled'), value: <Time at={asset.enrolledAt} /> },
            { name: t('assetPage.lastCheckIn'), value: <Time at={asset.lastCheckIn} never={t('assetPage.never')} /> },
          ]}
        />
      </Panel>
      <Panel title={t('assetPage.otherProgramsThatUpdateThisMachine')}>
        <SmallTable
          label={t('assetPage.otherProgramsThatUpdateThisMachine')}
          heads={[t('system.headProgram'), t('system.headSwitchedOn')]}
          rows={system.updaters.map(one => [one.name, t(one.enabled ? 'system.mayInstall' : 'system.off')])}
          none={t('assetPage.noneWasFound')}
        />
      </Panel>
      <Panel title={t('assetPage.noticesOfTheAgent')}>
        <Notices notices={asset.notices} />
      </Panel>
    </div>
  )
}
