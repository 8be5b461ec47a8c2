import { checkDefinition } from '@patchyard/domain'
import { t } from '../../../i18n/text.ts'
import { savedDefinition, type WizardState } from './wizard-state.ts'

/** One mistake: where in the definition, as a JSON pointer, and what is wrong there. */
export interface WizardProblem {
  readonly at: string
  readonly message: string
}

const MOST_NAME = 120

/** Everything that the server would refuse, found before it is asked. A start is over only for jobs that are new or whose start changed. */
export function draftProblems(state: WizardState, nowMs: number | null): readonly WizardProblem[] {
  const { problems } = checkDefinition(savedDefinition(state), nowMs === null ? {} : { nowMs })
  const name = state.name.trim()
  const ofName =
    name === ''
      ? [{ at: '/name', message: t('wizard.needsName') }]
      : name.length > MOST_NAME
        ? [{ at: '/name', message: t('wizard.nameTooLong', { most: MOST_NAME }) }]
        : []
  return [...ofName, ...problems.map(({ at, message }) => ({ at, message: sentence(at, message) }))]
}

/** The field stands beside the sentence: its pointer and name need not be said again. */
export function sentence(at: string, message: string): string {
  const member = at.split('/').at(-1) ?? ''
  const without = [`${at}: `, `${member}: `].reduce(
    (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
    message,
  )
  return `${without.slice(0, 1).toUpperCase()}${without.slice(1)}`
}
