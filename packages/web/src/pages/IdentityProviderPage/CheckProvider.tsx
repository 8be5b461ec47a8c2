import type { IdentityProvider } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useAction } from '../../api/use-api.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { t } from '../../i18n/text.ts'
import css from './provider.module.css'

/** Asks the provider for its discovery document and keys; nobody signs in by it. */
export function CheckProvider({ provider }: { readonly provider: IdentityProvider }) {
  const check = useAction('checkIdentityProvider', [])
  return (
    <div className={css.check}>
      <Button
        size="compact-sm"
        variant="default"
        loading={check.isPending}
        onClick={() => check.mutate({ params: { id: provider.id } })}
      >
        {t('provider.check')}
      </Button>
      <div role="status">
        {check.data?.ok === true && (
          <>
            <Mark tone="good" icon={IconCircleCheck} label={t('provider.checkOk')} />
            <p>{t('provider.checkOkMore')}</p>
          </>
        )}
        {check.data?.ok === false && (
          <>
            <Mark tone="danger" icon={IconAlertTriangle} label={t('provider.checkBad')} />
            <p>
              <Reported text={check.data.problem ?? ''} wrap />
            </p>
          </>
        )}
      </div>
      <FailureLine error={check.error} />
    </div>
  )
}
