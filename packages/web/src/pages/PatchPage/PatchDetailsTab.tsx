import { NameList } from '../../components/NameList/NameList.tsx'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import css from './PatchDetailsTab.module.css'
import { usePatch } from './patch-context.ts'
import { t } from '../../i18n/text.ts'

export function PatchDetailsTab() {
  const patch = usePatch()
  return (
    <div className={css.grid}>
      <Panel title={t('patchPage.about')}>
        <Facts
          facts={[
            { name: t('patchPage.key'), value: <Reported text={patch.key} mono wrap /> },
            { name: t('patchPage.platform'), value: <Reported text={patch.platform} /> },
            { name: t('patchPage.category'), value: <Reported text={patch.category} /> },
            { name: t('patchPage.source'), value: <Reported text={patch.source} /> },
            { name: t('patchPage.advisories'), value: <NameList names={patch.advisories} full /> },
            { name: t('patchPage.cves'), value: <NameList names={patch.cves} full /> },
          ]}
        />
      </Panel>
      <Panel title={t('patchPage.packages')}>
        <SmallTable
          label={t('patchPage.packagesOfThePatch')}
          heads={['Name', 'Architecture', 'Version']}
          rows={patch.packages.map(one => [one.name, one.arch, one.candidate])}
          none={t('patchPage.noPackageWasReported')}
        />
      </Panel>
    </div>
  )
}
