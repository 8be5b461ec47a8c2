import { Button } from '@mantine/core'
import { IconZoomExclamation } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { Notice } from '../States/Notice.tsx'

/** In place of rows: the query is not understood, so nothing was asked. */
export function NotRun({ onMend }: { readonly onMend: () => void }) {
  return (
    <Notice
      icon={IconZoomExclamation}
      title={t('query.notRun')}
      role="status"
      action={
        <Button variant="default" onClick={onMend}>
          {t('query.mend')}
        </Button>
      }
    >
      <p>{t('query.notRunMore')}</p>
    </Notice>
  )
}
