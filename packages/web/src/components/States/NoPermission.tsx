import { IconLock } from '@tabler/icons-react'
import { Notice } from './Notice.tsx'
import { t } from '../../i18n/text.ts'

/** A page that the person's role does not open. */
export function NoPermission({ what }: { readonly what: string }) {
  return (
    <Notice icon={IconLock} title={t('common.yourRoleDoesNotAllowThis')}>
      <p>{t('common.anAdministratorOfTheSubscriptionCan', { what })}</p>
    </Notice>
  )
}
