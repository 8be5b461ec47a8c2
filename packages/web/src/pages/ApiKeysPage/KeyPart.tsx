import type { ApiKey } from '@patchyard/api'
import { operatorPermission, permissionSentences, roleLabels } from '@patchyard/domain'
import { t } from '../../i18n/text.ts'

const sentenceOf = (permission: NonNullable<ApiKey['permissions']>[number]): string =>
  permission === operatorPermission ? t('keys.operator') : permissionSentences[permission]

/** How much of what its owner may a key may; the single permissions come up under the pointer. */
export function KeyPart({ of: key }: { readonly of: Pick<ApiKey, 'role' | 'permissions'> }) {
  if (key.permissions !== null)
    return (
      <span title={key.permissions.map(sentenceOf).join('\n')}>
        {t('keys.permissionCount', { count: key.permissions.length })}
      </span>
    )
  return <>{key.role === null ? t('keys.asItsOwner') : roleLabels[key.role]}</>
}
