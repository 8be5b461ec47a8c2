import { Checkbox, Radio } from '@mantine/core'
import { grants, permissionSentences, roleLabels, roles, roleSentences, rolesCover } from '@patchyard/domain'
import { TagPicker } from '../../components/Tags/TagPicker.tsx'
import { useMe } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import css from './people.module.css'
import { type AccessForm, withRole } from './access-form.ts'

interface AccessFieldsProps {
  readonly form: AccessForm
  onChange(form: AccessForm): void
}

/** Roles with what each is for, grants beside them, and whose assets are seen. Nobody is offered what they lack themselves. */
export function AccessFields({ form, onChange }: AccessFieldsProps) {
  const me = useMe()
  const mayGive = (role: (typeof roles)[number]): boolean => rolesCover(me.roles, [role])
  return (
    <>
      <fieldset className={css.group}>
        <legend>{t('people.roles')}</legend>
        {roles
          .filter(role => mayGive(role) || form.roles.includes(role))
          .map(role => (
            <Checkbox
              key={role}
              label={roleLabels[role]}
              description={roleSentences[role]}
              checked={form.roles.includes(role)}
              disabled={!mayGive(role)}
              onChange={event => onChange({ ...form, roles: withRole(form.roles, role, event.currentTarget.checked) })}
            />
          ))}
      </fieldset>
      <fieldset className={css.group}>
        <legend>{t('people.grants')}</legend>
        {grants.map(grant => (
          <Checkbox
            key={grant}
            label={permissionSentences[grant]}
            checked={form.grants.includes(grant)}
            disabled={!me.permissions.includes(grant)}
            onChange={event =>
              onChange({
                ...form,
                grants: event.currentTarget.checked
                  ? [...form.grants, grant]
                  : form.grants.filter(one => one !== grant),
              })
            }
          />
        ))}
      </fieldset>
      <Radio.Group
        label={t('people.scope')}
        value={form.all ? 'all' : 'tags'}
        onChange={value => onChange({ ...form, all: value === 'all' })}
      >
        <div className={css.choices}>
          <Radio
            value="all"
            label={t('people.allAssets')}
            description={t('people.allAssetsMore')}
            disabled={!me.scope.all}
          />
          <Radio value="tags" label={t('people.byTags')} description={t('people.byTagsMore')} />
        </div>
      </Radio.Group>
      {!form.all && (
        <TagPicker
          label={t('people.scopeTags')}
          value={form.tags}
          onChange={tags => onChange({ ...form, tags })}
          none={t('people.noAssetMore')}
        />
      )}
    </>
  )
}
