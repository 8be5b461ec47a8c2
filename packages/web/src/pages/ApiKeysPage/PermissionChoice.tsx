import { type Permission, permissionSentences } from '@patchyard/domain'
import { CheckList } from '../../components/CheckList/CheckList.tsx'
import { t } from '../../i18n/text.ts'

interface PermissionChoiceProps {
  readonly own: readonly Permission[]
  readonly chosen: ReadonlySet<Permission>
  onChange(chosen: ReadonlySet<Permission>): void
}

/** What a key may do, one by one, out of what its maker may. */
export const PermissionChoice = ({ own, chosen, onChange }: PermissionChoiceProps) => (
  <CheckList
    legend={t('keys.permissions')}
    items={own.map(permission => ({ value: permission, label: permissionSentences[permission] }))}
    chosen={chosen}
    onChange={onChange}
  />
)
