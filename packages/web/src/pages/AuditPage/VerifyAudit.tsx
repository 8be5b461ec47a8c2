import { Button, Loader } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { useApi } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { grouped } from '../../text/numbers.ts'
import { t } from '../../i18n/text.ts'
import css from './AuditPage.module.css'

/** Asks the server to go through the whole chain, and says in words what it found. */
export function VerifyAudit(props: { readonly route: 'verifyAudit' | 'verifyInstallationAudit'; onClose(): void }) {
  const verdict = useApi(props.route)
  const { data } = verdict
  return (
    <Dialog title={t('audit.verification')} size="lg" onClose={props.onClose}>
      <div className={css.detail}>
        {verdict.isFetching && (
          <p role="status" className={css.busy}>
            <Loader size="sm" /> {t('audit.verifying')}
          </p>
        )}
        <FailureLine error={verdict.error} />
        {data !== undefined && !verdict.isFetching && (
          <>
            <p role="status" className={css.verdict} data-ok={data.ok}>
              {data.ok ? <IconCircleCheck size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
              {data.ok
                ? t('audit.whole', { count: data.rows })
                : t('audit.broken', { count: data.problems.length, rows: grouped(data.rows) })}
            </p>
            {data.problems.length > 0 && (
              <SmallTable
                label={t('audit.problems')}
                heads={[t('audit.problem'), t('audit.rows'), t('audit.what')]}
                rows={data.problems.map(one => [
                  one.kind,
                  one.from === one.to ? grouped(one.from) : `${grouped(one.from)}–${grouped(one.to)}`,
                  one.text,
                ])}
                none=""
              />
            )}
            <p>{t('audit.keepHead')}</p>
            <CopyField label={t('audit.head')} value={JSON.stringify(data.head)} />
          </>
        )}
        <Buttons>
          <Button variant="default" onClick={props.onClose}>
            {t('audit.close')}
          </Button>
        </Buttons>
      </div>
    </Dialog>
  )
}
