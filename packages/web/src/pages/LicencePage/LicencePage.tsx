import type { Licence } from '@patchyard/api'
import { IconAlertTriangle, IconCircleCheck, IconLoader2 } from '@tabler/icons-react'
import { useApi } from '../../api/use-api.ts'
import { licenceKinds } from '../../components/Licence/licence-kinds.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { consumptionText } from './licence-text.ts'
import { LicenceTagsPanel } from './LicenceTagsPanel.tsx'
import css from './LicencePage.module.css'

const WHILE_CALCULATING_MS = 2000

export function LicencePage() {
  const can = useCan()
  if (!can('licence.read')) return <NoPermission what={t('licence.needsRead')} />
  return <Read mayManage={can('licence.manage')} />
}

function Read({ mayManage }: { readonly mayManage: boolean }) {
  const licence = useApi('getLicence', {}, { again: answer => (answer.calculating ? WHILE_CALCULATING_MS : false) })
  if (licence.data === undefined) return <Unread of={licence} what={t('licence.theLicence')} />
  return <Loaded licence={licence.data} mayManage={mayManage} />
}

function Loaded({ licence, mayManage }: { readonly licence: Licence; readonly mayManage: boolean }) {
  const hasEnded = licence.effectiveKind !== licence.kind
  return (
    <>
      <PageHeader
        title={t('licence.title')}
        marks={
          <>
            <Mark
              tone={hasEnded ? 'danger' : 'good'}
              icon={hasEnded ? IconAlertTriangle : IconCircleCheck}
              label={t(licenceKinds[licence.effectiveKind])}
              look="pill"
            />
            {licence.calculating && (
              <Mark tone="busy" icon={IconLoader2} label={t('licence.calculating')} look="pill" />
            )}
          </>
        }
      />
      <div className={css.grid}>
        <Panel title={t('licence.licence')}>
          {hasEnded && (
            <p className={css.ended} role="alert">
              {t('licence.ended', { kind: t(licenceKinds[licence.kind]) })}
            </p>
          )}
          <Facts
            facts={[
              { name: t('licence.kind'), value: t(licenceKinds[licence.kind]) },
              { name: t('licence.effective'), value: t(licenceKinds[licence.effectiveKind]) },
              {
                name: t('licence.bought'),
                value: licence.limit === null ? t('licence.noLimit') : t('count.licence', { count: licence.limit }),
              },
              { name: t('column.ends'), value: <Time at={licence.endAt} never={t('licence.neverEnds')} /> },
              {
                name: t('licence.calculated'),
                value: <Time at={licence.calculatedAt} as="ago" never={t('time.never')} />,
              },
            ]}
          />
        </Panel>
        <Panel title={t('licence.used')}>
          <Used licence={licence} />
        </Panel>
        <LicenceTagsPanel key={tagsKey(licence)} licence={licence} mayManage={mayManage} />
      </div>
    </>
  )
}

/** Somebody else chose other tags: the form begins anew. */
const tagsKey = ({ include, exclude }: Licence): string => JSON.stringify([include, exclude])

function Used({ licence }: { readonly licence: Licence }) {
  const { used, limit, percent } = licence
  const isOver = percent !== null && percent > 100
  const rows = [
    ['Windows', used.windows],
    ['Linux', used.linux],
    ['Mac', used.mac],
  ] as const
  return (
    <>
      <p className={css.percent} data-over={isOver || undefined}>
        {percent === null ? grouped(used.total) : `${grouped(percent)} %`}
      </p>
      {percent !== null && (
        <div className={css.bar} aria-hidden>
          <span className={css.part} data-over={isOver || undefined} style={{ width: `${Math.min(100, percent)}%` }} />
        </div>
      )}
      <p className={css.sentence}>{consumptionText(licence)}</p>
      <table className={css.platforms}>
        <thead>
          <tr>
            <th scope="col">{t('column.platform')}</th>
            <th scope="col">{t('licence.inUse')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, count]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{grouped(count)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('licence.total')}</th>
            <td>
              {limit === null
                ? grouped(used.total)
                : t('licence.ofBought', { used: grouped(used.total), limit: grouped(limit) })}
            </td>
          </tr>
        </tbody>
      </table>
    </>
  )
}
