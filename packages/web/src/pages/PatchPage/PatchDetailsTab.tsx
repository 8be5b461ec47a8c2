import type { PatchDetail } from '@patchyard/api'
import { Link } from 'react-router'
import { Sources } from '../../components/Catalog/Sources.tsx'
import { NameList } from '../../components/NameList/NameList.tsx'
import { OutLink } from '../../components/OutLink/OutLink.tsx'
import { type Fact, Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Score } from '../../components/Score/Score.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { DeprecatedMark, RiskMarks } from '../../components/Status/RiskMarks.tsx'
import { SecurityMark, Severity } from '../../components/Status/Severity.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import { bytes } from '../../text/numbers.ts'
import { usePatch } from './patch-context.ts'
import css from './PatchDetailsTab.module.css'

/** Everything that is known of the patch itself. */
export function PatchDetailsTab() {
  const patch = usePatch()
  return (
    <div className={css.grid}>
      <Panel title={t('patchPage.about')}>
        <Facts facts={aboutOf(patch)} />
      </Panel>
      <Panel title={t('catalog.risk')}>
        <Facts facts={riskOf(patch)} />
      </Panel>
      <Panel title={t('patchPage.packages')}>
        <SmallTable
          label={t('patchPage.packagesOfThePatch')}
          heads={['Name', 'Architecture', 'Version']}
          rows={patch.packages.map(one => [one.name, one.arch, one.candidate])}
          none={t('patchPage.noPackageWasReported')}
        />
      </Panel>
      <Panel title={t('catalog.endOfLife')}>
        <SmallTable
          label={t('catalog.endOfLife')}
          heads={[t('catalog.release'), t('catalog.until'), t('catalog.state')]}
          rows={patch.endOfLife.map(one => [
            one.label === '' ? `${one.product} ${one.release}` : one.label,
            <Time key="t" at={one.endOfLifeAt} never={t('catalog.notKnown')} />,
            one.isEndOfLife ? t('catalog.ended') : t('catalog.supported'),
          ])}
          none={t('catalog.noEndOfLife')}
        />
      </Panel>
      <Sources sources={patch.sources} />
      <Panel title={t('catalog.references')}>
        {patch.references.length === 0 ? (
          <p className={css.none}>{t('catalog.noReferences')}</p>
        ) : (
          <ul className={css.links}>
            {patch.references.map((one, i) => (
              <li key={`${i} ${one}`}>
                <OutLink to={one} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}

const reboots: ReadonlyMap<string, TextKey> = new Map([
  ['never', 'catalog.reboot.never'],
  ['maybe', 'catalog.reboot.maybe'],
  ['always', 'catalog.reboot.always'],
])
const downloads: ReadonlyMap<string, TextKey> = new Map([
  ['automatic', 'catalog.download.automatic'],
  ['acquireFromVendor', 'catalog.download.acquireFromVendor'],
  ['unavailable', 'catalog.download.unavailable'],
])

function aboutOf(patch: PatchDetail): Fact[] {
  const text = (name: TextKey, value: string): Fact[] =>
    value === '' ? [] : [{ name: t(name), value: <Reported text={value} wrap /> }]
  const list = (name: TextKey, names: readonly string[]): Fact[] =>
    names.length === 0 ? [] : [{ name: t(name), value: <NameList names={names} full /> }]
  const reboot = reboots.get(patch.reboot ?? '')
  const download = downloads.get(patch.downloadMethod)
  return [
    { name: t('patchPage.key'), value: <Reported text={patch.key} mono wrap /> },
    ...text('patchPage.platform', patch.platform),
    ...text('catalog.type', patch.type),
    ...text('patchPage.category', patch.category),
    ...text('catalog.vendor', patch.vendor),
    ...text('catalog.version', patch.version),
    ...list('catalog.products', patch.products),
    ...list('catalog.families', patch.families),
    ...list('catalog.architectures', patch.architectures),
    ...list('catalog.systems', patch.systems),
    ...list('catalog.kbs', patch.kbs),
    ...list('catalog.bulletins', patch.bulletins),
    { name: t('catalog.modified'), value: <Time at={patch.modifiedAt} never={t('catalog.notKnown')} /> },
    {
      name: t('catalog.reboot'),
      value:
        reboot === undefined
          ? patch.rebootSuggested
            ? t('patchPage.suggestsAReboot')
            : t('catalog.notKnown')
          : t(reboot),
    },
    {
      name: t('catalog.downloadMethod'),
      value: `${download === undefined ? t('catalog.notKnown') : t(download)}${patch.size === null ? '' : `, ${bytes(patch.size)}`}`,
    },
    ...text('patchPage.source', patch.source),
    { name: t('catalog.latest'), value: <Latest of={patch.latest} /> },
  ]
}

function Latest({ of }: { readonly of: PatchDetail['latest'] }) {
  if (of === null) return <span className="quiet">{t('catalog.notKnown')}</span>
  if (of.isThis) return <>{t('catalog.thisOne')}</>
  return of.id === null ? (
    <Reported text={of.title} wrap />
  ) : (
    <Link to={`/patches/${of.id}`}>
      <Reported text={of.title} wrap />
    </Link>
  )
}

const riskOf = (patch: PatchDetail): Fact[] => [
  { name: t('patchPage.type'), value: <SecurityMark isSecurity={patch.isSecurity} /> },
  { name: t('patchPage.severity'), value: <Severity value={patch.severity} /> },
  {
    name: t('catalog.vendorSeverity'),
    value: <Reported text={patch.vendorSeverity} instead={t('catalog.notKnown')} />,
  },
  { name: t('catalog.cvss'), value: <Score value={patch.cvss} /> },
  { name: t('catalog.epss'), value: <Score value={patch.epss} digits={3} /> },
  { name: t('column.kev'), value: <RiskMarks of={patch} /> },
  ...(patch.kevDueDate === null ? [] : [{ name: t('cve.kevDue'), value: <Time at={patch.kevDueDate} /> }]),
  ...(patch.isDeprecated
    ? [
        {
          name: t('catalog.deprecatedBecause'),
          value: (
            <>
              <DeprecatedMark look="plain" /> <Time at={patch.deprecatedAt} />{' '}
              <Reported text={patch.deprecatedBecause ?? ''} wrap instead="" />
            </>
          ),
        },
      ]
    : []),
]
