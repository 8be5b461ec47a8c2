import type { Person } from '@patchyard/api'
import { Button } from '@mantine/core'
import { Panel } from '../../../components/Panel/Panel.tsx'
import rows from '../../../components/Panel/rows.module.css'
import { PersonPicker } from '../../../components/PersonPicker/PersonPicker.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import css from '../fields/Fields.module.css'
import { useWizard } from '../state/wizard-context.ts'
import { Problems } from './Problems.tsx'

/** Who may open the job beside its owner, and edit it as far as role and scope reach. */
export function AccessStep() {
  const { state, change } = useWizard()
  const can = useCan()
  const { coAuthors } = state
  const isTaken = (person: Person): boolean => coAuthors.some(one => one.id === person.id)
  return (
    <Panel title={t('wizard.access')}>
      <div className={css.fields}>
        <p className="quiet">{t('jobPeople.coAuthorsMore')}</p>
        {can('person.read') ? (
          <PersonPicker
            // A new field after each choice: the next person is looked for at once.
            key={coAuthors.length}
            label={t('jobPeople.coAuthors')}
            chosen={null}
            fits={one => one.status !== 'disabled' && !isTaken(one)}
            onChoose={person => {
              if (person !== null)
                change({ coAuthors: [...coAuthors, { id: person.id, name: person.name, email: person.email }] })
            }}
          />
        ) : (
          <p>{t('wizard.mayNotSeePeople')}</p>
        )}
        {coAuthors.length === 0 ? (
          <p>{t('jobPeople.noCoAuthor')}</p>
        ) : (
          <ul className={rows.rows} aria-label={t('wizard.chosenCoAuthors')}>
            {coAuthors.map(person => (
              <li key={person.id} className={rows.row}>
                <div className={rows.names}>
                  <Reported text={person.name} wrap />
                  <p>
                    <Reported text={person.email} wrap />
                  </p>
                </div>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('jobPeople.removeOf', { name: shownText(person.name, 80) })}
                  onClick={() => change({ coAuthors: coAuthors.filter(one => one.id !== person.id) })}
                >
                  {t('jobPeople.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Problems at={['/coAuthors']} />
      </div>
    </Panel>
  )
}
