import { CveLink } from '../../components/Catalog/CveLink.tsx'
import { Notices } from '../../components/Catalog/Notices.tsx'
import { OutLink } from '../../components/OutLink/OutLink.tsx'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Score } from '../../components/Score/Score.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { RiskMarks } from '../../components/Status/RiskMarks.tsx'
import { Severity } from '../../components/Status/Severity.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { SecondOpinions } from './SecondOpinions.tsx'
import { bytes } from '../../text/numbers.ts'
import { usePatch } from './patch-context.ts'
import css from './PatchDetailsTab.module.css'

export const PatchCvesTab = () => (
  <SmallTable
    label={t('patchPage.cves')}
    look="page"
    heads={[
      t('column.cve'),
      t('catalog.title'),
      t('patchPage.severity'),
      t('column.cvss'),
      t('column.epss'),
      t('column.kev'),
      t('column.kevDue'),
    ]}
    rows={usePatch().vulnerabilities.map(one => [
      <CveLink key="c" cve={one.cve} />,
      one.title,
      <Severity key="s" value={one.severity} />,
      <Score key="v" value={one.cvss} />,
      <Score key="e" value={one.epss} digits={3} />,
      <RiskMarks key="r" of={one} />,
      <Time key="t" at={one.kevDueDate} />,
    ])}
    none={t('catalog.noCve')}
  />
)

export const PatchAdvisoriesTab = () => <Notices notices={usePatch().notices} look="page" />

export function PatchFilesTab() {
  const patch = usePatch()
  const rules = patch.install
  return (
    <div className={css.wide}>
      {rules !== null && (
        <Panel title={t('catalog.install')}>
          <Facts
            facts={[
              { name: t('catalog.installType'), value: <Reported text={rules.type} /> },
              { name: t('catalog.silentArguments'), value: <Reported text={rules.silentArguments} mono wrap /> },
              { name: t('catalog.successCodes'), value: rules.successCodes.join(', ') || '0' },
              { name: t('catalog.rebootCodes'), value: rules.rebootCodes.join(', ') || '–' },
              { name: t('catalog.installScope'), value: <Reported text={rules.scope} /> },
            ]}
          />
        </Panel>
      )}
      <Panel title={t('catalog.files')}>
        <SmallTable
          label={t('catalog.files')}
          look="whole"
          heads={[t('catalog.address'), t('column.architecture'), t('column.size'), t('catalog.hash')]}
          rows={patch.files.map(one => [
            <OutLink key="u" to={one.url} />,
            one.arch,
            one.bytes === null ? '' : bytes(one.bytes),
            one.sha256 === null ? (
              <span key="h" className="quiet">
                {t('catalog.noHash')}
              </span>
            ) : (
              <Reported key="h" text={one.sha256} mono wrap />
            ),
          ])}
          none={t('catalog.noFiles')}
        />
      </Panel>
      {patch.secondOpinions.length > 0 && <SecondOpinions of={patch.secondOpinions} />}
    </div>
  )
}
