import { Button } from '@mantine/core'
import { useApi } from '../../../api/use-api.ts'
import rows from '../../../components/Panel/rows.module.css'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import css from '../fields/Fields.module.css'
import { useWizard } from '../state/wizard-context.ts'
import { stateOfDefinition } from '../state/wizard-state.ts'

/** Jobs that many begin with: everything but what is one's own is filled in. */
export function TemplateChoice() {
  const { state, change } = useWizard()
  const answer = useApi('jobTemplates')
  return (
    <fieldset className={css.group}>
      <legend>{t('wizard.templates')}</legend>
      <p className="quiet">{t('wizard.templatesMore')}</p>
      <ul className={rows.rows} aria-label={t('wizard.templates')} aria-busy={answer.isPending}>
        {answer.data?.templates.map(template => (
          <li key={template.key} className={rows.row}>
            <div className={rows.names}>
              <Reported text={template.name} wrap />
              <p>
                <Reported text={template.summary} wrap />
              </p>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('wizard.useTemplateOf', { name: shownText(template.name, 80) })}
              onClick={() => {
                const next = stateOfDefinition(template.name, template.definition)
                // What one chose already, or came with from a list, stays.
                const { assets } = state.definition
                const isSame = template.definition.platform === state.definition.platform
                change({
                  ...next,
                  names: state.names,
                  coAuthors: state.coAuthors,
                  definition: {
                    ...next.definition,
                    assets: isSame ? assets : { ...assets, include: [], exclude: [] },
                  },
                  patchSearch: template.patchQuery ?? '',
                })
              }}
            >
              {t('wizard.useTemplate')}
            </Button>
          </li>
        ))}
      </ul>
      <FailureLine error={answer.error} />
    </fieldset>
  )
}
