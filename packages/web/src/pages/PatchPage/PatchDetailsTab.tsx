import { NameList } from '../../components/NameList/NameList.tsx'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import css from './PatchDetailsTab.module.css'
import { usePatch } from './patch-context.ts'

export function PatchDetailsTab() {
  const patch = usePatch()
  return (
    <div className={css.grid}>
      <Panel title="About">
        <Facts
          facts={[
            { name: 'Key', value: <Reported text={patch.key} mono wrap /> },
            { name: 'Platform', value: <Reported text={patch.platform} /> },
            { name: 'Category', value: <Reported text={patch.category} /> },
            { name: 'Source', value: <Reported text={patch.source} /> },
            { name: 'Advisories', value: <NameList names={patch.advisories} full /> },
            { name: 'CVEs', value: <NameList names={patch.cves} full /> },
          ]}
        />
      </Panel>
      <Panel title="Packages">
        <SmallTable
          label="Packages of the patch"
          heads={['Name', 'Architecture', 'Version']}
          rows={patch.packages.map(one => [one.name, one.arch, one.candidate])}
          none="No package was reported."
        />
      </Panel>
    </div>
  )
}
