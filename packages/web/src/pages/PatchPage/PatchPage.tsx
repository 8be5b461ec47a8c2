import type { PatchDetail } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Link, Outlet, useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { DeprecatedMark, RiskMarks } from '../../components/Status/RiskMarks.tsx'
import { SecurityMark, Severity } from '../../components/Status/Severity.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { usePastTab } from '../../frame/use-past-tab.ts'
import { bytes } from '../../text/numbers.ts'
import { PatchContext } from './patch-context.ts'
import { t } from '../../i18n/text.ts'

export function PatchPage() {
  const { id = '' } = useParams()
  const pastTab = usePastTab()
  const patch = useApi('getPatch', { params: { id } })
  if (patch.data === undefined) return <Unread of={patch} what={t('patchPage.thePatch')} />
  const base = `/patches/${id}`
  return (
    <PatchContext value={patch.data}>
      <PatchHeader patch={patch.data} />
      <LinkTabs
        label={t('patchPage.partsOfThePatch')}
        tabs={[
          pastTab({ to: base, label: t('patchPage.missingOn'), count: patch.data.missingCount }),
          pastTab({ to: `${base}/installed`, label: t('patchPage.installedOn'), count: patch.data.installedCount }),
          { to: `${base}/details`, label: t('catalog.overview') },
          { to: `${base}/cves`, label: t('patchPage.cves'), count: patch.data.vulnerabilities.length },
          { to: `${base}/advisories`, label: t('catalog.advisories'), count: patch.data.notices.length },
          { to: `${base}/files`, label: t('catalog.files') },
          { to: `${base}/supersedence`, label: t('catalog.supersedence') },
        ]}
      />
      <Outlet />
    </PatchContext>
  )
}

function PatchHeader({ patch }: { readonly patch: PatchDetail }) {
  return (
    <PageHeader
      title={patch.title}
      parent={{ to: '/patches', label: t('patchPage.patches') }}
      marks={
        <>
          {patch.rebootSuggested && (
            <Mark tone="warning" icon={IconRefreshAlert} label={t('patchPage.suggestsAReboot')} look="pill" />
          )}
          {patch.exploited && <RiskMarks of={patch} look="pill" />}
          {patch.isDeprecated && <DeprecatedMark />}
        </>
      }
    >
      <Facts
        as="row"
        facts={[
          { name: t('patchPage.type'), value: <SecurityMark isSecurity={patch.isSecurity} /> },
          { name: t('patchPage.severity'), value: <Severity value={patch.severity} /> },
          { name: t('patchPage.key'), value: <Reported text={patch.key} mono /> },
          { name: t('patchPage.issued'), value: <Time at={patch.issuedAt} never={t('patchPage.notKnown')} /> },
          { name: t('patchPage.firstSeenHere'), value: <Time at={patch.firstReportedAt} /> },
          { name: t('patchPage.download'), value: patch.size === null ? t('patchPage.notKnown') : bytes(patch.size) },
          ...(patch.supersededBy === null
            ? []
            : [
                {
                  name: t('patchPage.replacedBy'),
                  value:
                    patch.supersededBy.id === null ? (
                      <Reported text={patch.supersededBy.title} />
                    ) : (
                      <Link to={`/patches/${patch.supersededBy.id}`}>
                        <Reported text={patch.supersededBy.title} />
                      </Link>
                    ),
                },
              ]),
        ]}
      />
    </PageHeader>
  )
}
