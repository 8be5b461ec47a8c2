import { Button } from '@mantine/core'
import { IconDownload, IconHistory, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { routeTable } from '@patchyard/api'
import { usePorts } from '../../api/ports.ts'
import { filterValues, SearchList } from '../../components/SearchList/SearchList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import css from './AuditPage.module.css'
import { auditColumns } from './audit-columns.tsx'
import { auditFilters } from './audit-filters.ts'
import { VerifyAudit } from './VerifyAudit.tsx'

interface AuditListProps {
  readonly title: TextKey
  readonly name: string
  readonly route: 'listAudit' | 'listInstallationAudit'
  readonly csv: 'exportAuditCsv' | 'exportInstallationAuditCsv'
  readonly lines: 'exportAudit' | 'exportInstallationAudit'
  readonly verify: 'verifyAudit' | 'verifyInstallationAudit'
}

const shape = listShape(auditColumns, { defaultSort: '-n', filters: filterValues(auditFilters(0)) })

/** One chain of the audit: searched, exported, verified. */
export function AuditList({ title, name, route, csv, lines, verify }: AuditListProps) {
  const { clock } = usePorts()
  // The instant stays while one is on the page: what is asked for must not change with every drawing.
  const [filters] = useState(() => auditFilters(clock.nowMs()))
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
      <SearchList
        route={route}
        name={name}
        title={title}
        noun="count.event"
        search="audit.search"
        columns={auditColumns}
        shape={shape}
        filters={filters}
        csv={csv}
        keyOf={event => String(event.n)}
        nameOf={event => `${event.action} ${event.n}`}
        empty={<Notice icon={IconHistory} title={t('audit.none')} />}
      />
      {isVerifying && <VerifyAudit route={verify} onClose={() => setVerifying(false)} />}
    </>
  )
}
