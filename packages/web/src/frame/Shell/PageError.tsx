import { Button } from '@mantine/core'
import { IconBug } from '@tabler/icons-react'
import { useRouteError } from 'react-router'
import { failureText } from '../../api/failure-text.ts'
import { Notice } from '../../components/States/Notice.tsx'
import { t } from '../../i18n/text.ts'

/** A mistake in the page itself: the frame stays, the person can go elsewhere. */
export function PageError() {
  const error = useRouteError()
  return (
    <Notice
      icon={IconBug}
      title={t('frame.thisPageMadeAMistake')}
      role="alert"
      action={
        <Button variant="default" onClick={() => globalThis.location.reload()}>
          {t('frame.loadItAgain')}
        </Button>
      }
    >
      <p>{failureText(error).detail}</p>
    </Notice>
  )
}
