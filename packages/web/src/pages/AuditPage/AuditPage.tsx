import { NoPermission } from '../../components/States/NoPermission.tsx'
import { useMay } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { AuditList } from './AuditList.tsx'

/** What people and the server did in this subscription. */
export function AuditPage() {
  const may = useMay()
  if (!may('audit.read')) return <NoPermission what={t('audit.forWhom')} />
  return <AuditList title="audit.audit" name="audit" route="listAudit" lines="exportAudit" verify="verifyAudit" />
}

/** What operators did, and sign-ins that belong to no subscription. */
export function InstallationAuditPage() {
  const may = useMay()
  if (!may('operator')) return <NoPermission what={t('subscriptions.forWhom')} />
  return (
    <AuditList
      title="audit.ofInstallation"
      name="installationAudit"
      route="listInstallationAudit"
      ofInstallation
      lines="exportInstallationAudit"
      verify="verifyInstallationAudit"
    />
  )
}
