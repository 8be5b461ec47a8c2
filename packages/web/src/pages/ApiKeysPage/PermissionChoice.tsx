import { Checkbox } from '@mantine/core'
import { type Permission, permissionSentences } from '@patchyard/domain'
import css from './PermissionChoice.module.css'
import { t } from '../../i18n/text.ts'

interface PermissionChoiceProps {
  readonly own: readonly Permission[]
  readonly chosen: ReadonlySet<Permission>
  onChange(chosen: ReadonlySet<Permission>): void
}

/** What a key may do, one by one, out of what its maker may. */
export function PermissionChoice({ own, chosen, onChange }: PermissionChoiceProps) {
  const toggle = (permission: Permission): void => {
    const next = new Set(chosen)
    if (!next.delete(permission)) next.add(permission)
    onChange(next)
  }
  return (
    <fieldset className={css.field}>
      <legend className={css.legend}>{t('keys.permissions')}</legend>
      <div className={css.list}>
        {own.map(permission => (
          <Checkbox
            key={permission}
            label={permissionSentences[permission]}
            checked={chosen.has(permission)}
            onChange={() => toggle(permission)}
          />
        ))}
      </div>
    </fieldset>
  )
}
