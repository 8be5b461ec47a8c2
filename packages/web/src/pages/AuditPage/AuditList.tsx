import { Button } from '@mantine/core'
import { IconDownload, IconHistory, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { routeTable } from '@patchyard/api'
import type { FacetOf } from '../../components/Facets/facet.ts'
import { FindList } from '../../components/FindList/FindList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { findShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import css from './AuditPage.module.css'
import { auditColumns } from './audit-columns.tsx'
import { VerifyAudit } from './VerifyAudit.tsx'

interface AuditListProps {
  readonly title: TextKey
  readonly name: string
  readonly route: 'listAudit' | 'listInstallationAudit'
  readonly ofInstallation?: true
  readonly lines: 'exportAudit' | 'exportInstallationAudit'
  readonly verify: 'verifyAudit' | 'verifyInstallationAudit'
}

const shape = findShape(auditColumns, { defaultSort: '-n' })

const facets: readonly FacetOf[] = [
  { title: 'facet.action', token: 'action' },
  { title: 'facet.actor', token: 'actor' },
  { title: 'facet.actorKind', token: 'actorKind' },
  { title: 'facet.objectKind', token: 'objectKind' },
]

/** One chain of the audit: searched, exported, verified. */
export function AuditList({ title, name, route, ofInstallation, lines, verify }: AuditListProps) {
  const [isVerifying, setVerifying] = useState(false)
  return (
    <>
      <PageHeader
        title={t(title)}
        actions={
          <div className={css.links}>
            <Button
              component="a"
              href={`/api/v1${routeTable[lines].path}`}
              variant="default"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              {t('audit.exportLines')}
            </Button>
            <Button leftSection={<IconShieldCheck size={15} aria-hidden />} onClick={() => setVerifying(true)}>
              {t('audit.verify')}
            </Button>
          </div>
        }
      />
      <FindList
        entity="audit"
        route={route}
        {...(ofInstallation && { ofInstallation })}
        name={name}
        title={title}
        noun="count.event"
        columns={auditColumns}
        shape={shape}
        facets={facets}
        keyOf={event => String(event.n)}
        nameOf={event => `${event.action} ${event.n}`}
        empty={<Notice icon={IconHistory} title={t('audit.none')} />}
      />
      {isVerifying && <VerifyAudit route={verify} onClose={() => setVerifying(false)} />}
    </>
  )
}
