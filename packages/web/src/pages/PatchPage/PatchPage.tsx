import type { PatchDetail } from '@patchyard/api'
import { IconRefreshAlert } from '@tabler/icons-react'
import { Link, Outlet, useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Failed } from '../../components/States/Failed.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { SecurityMark, Severity } from '../../components/Status/Severity.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { bytes } from '../../text/counted.ts'
import { PatchContext } from './patch-context.ts'

export function PatchPage() {
  const { id = '' } = useParams()
  const patch = useApi('getPatch', { params: { id } })
  if (patch.data === undefined)
    return patch.isError ? (
      <Failed error={patch.error} onRetry={() => void patch.refetch()} />
    ) : (
      <Loading what="the patch" />
    )
  const base = `/patches/${id}`
  return (
    <PatchContext value={patch.data}>
      <PatchHeader patch={patch.data} />
      <LinkTabs
        label="Parts of the patch"
        tabs={[
          { to: base, label: 'Missing on', count: patch.data.missingCount },
          { to: `${base}/installed`, label: 'Installed on', count: patch.data.installedCount },
          { to: `${base}/details`, label: 'Details' },
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
      parent={{ to: '/patches', label: 'Patches' }}
      marks={
        <>
          {patch.rebootSuggested && (
            <Mark tone="warning" icon={IconRefreshAlert} label="Suggests a reboot" look="pill" />
          )}
        </>
      }
    >
      <Facts
        as="row"
        facts={[
          { name: 'Type', value: <SecurityMark isSecurity={patch.isSecurity} /> },
          { name: 'Severity', value: <Severity value={patch.severity} /> },
          { name: 'Key', value: <Reported text={patch.key} mono /> },
          { name: 'Issued', value: <Time at={patch.issuedAt} never="Not known" /> },
          { name: 'First seen here', value: <Time at={patch.firstReportedAt} /> },
          { name: 'Download', value: patch.size === null ? 'Not known' : bytes(patch.size) },
          ...(patch.supersededBy === null
            ? []
            : [
                {
                  name: 'Replaced by',
                  value: (
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
