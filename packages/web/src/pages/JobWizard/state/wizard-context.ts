import type { JobDefinition } from '@patchyard/domain'
import { createContext, use } from 'react'
import type { StepId } from './wizard-steps.ts'
import type { WizardState } from './wizard-state.ts'

export interface Wizard {
  readonly state: WizardState
  /** A job that is there already: kind and platform stay. */
  readonly isEdit: boolean
  change(part: Partial<WizardState>): void
  /** The same for members of the definition. */
  edit(part: Partial<JobDefinition>): void
  /** What is wrong at a JSON pointer of the definition, once it is to be said. */
  problemAt(pointer: string): string | undefined
  /** The same for all that stands at or below one. */
  problemsBelow(pointer: string): readonly string[]
  go(step: StepId): void
}

export const WizardContext = createContext<Wizard | null>(null)

export function useWizard(): Wizard {
  const value = use(WizardContext)
  if (value === null) throw new Error('a part of the wizard stands outside it')
  return value
}
