import { Button } from '@mantine/core'
import {
  IconLock,
  IconMapPinOff,
  IconPlugConnectedX,
  IconAlertTriangle,
  IconUserOff,
  type Icon,
} from '@tabler/icons-react'
import { type FailureKind, failureText } from '../../api/failure-text.ts'
import { Notice } from './Notice.tsx'
import { t } from '../../i18n/text.ts'

const icons: { readonly [K in FailureKind]: Icon } = {
  signedOut: IconUserOff,
  forbidden: IconLock,
  notFound: IconMapPinOff,
  unreachable: IconPlugConnectedX,
  other: IconAlertTriangle,
}

interface FailedProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}

/** In place of content that could not be read. */
export function Failed({ error, onRetry }: FailedProps) {
  const { kind, title, detail, requestId } = failureText(error)
  const mayRetry = onRetry !== undefined && kind !== 'forbidden' && kind !== 'notFound'
  return (
    <Notice
      icon={icons[kind]}
      title={title}
      role="alert"
      action={
        mayRetry ? (
          <Button variant="default" onClick={onRetry}>
            {t('common.tryAgain')}
          </Button>
        ) : undefined
      }
    >
      <p>{detail}</p>
      {requestId !== null && <p>{t('common.requestAsTheServerLogNames', { requestId })}</p>}
    </Notice>
  )
}
