import type { TextKey } from '../../../i18n/text.ts'
import type { WizardState } from './wizard-state.ts'

export const allSteps = [
  'basic',
  'assets',
  'preActions',
  'patches',
  'postActions',
  'schedule',
  'options',
  'access',
  'review',
] as const
export type StepId = (typeof allSteps)[number]

export const stepLabels: { readonly [S in StepId]: TextKey } = {
  basic: 'wizard.basic',
  assets: 'wizard.assets',
  preActions: 'wizard.preActions',
  patches: 'wizard.patches',
  postActions: 'wizard.postActions',
  schedule: 'wizard.schedule',
  options: 'wizard.options',
  access: 'wizard.access',
  review: 'wizard.review',
}

/** In order; actions only where they are wanted, so that "Next" leads on as it does for most. */
export const stepsOf = ({ wanted }: Pick<WizardState, 'wanted'>): readonly StepId[] =>
  allSteps.filter(step => (step === 'preActions' || step === 'postActions' ? wanted.includes(step) : true))

const members: readonly (readonly [member: string, step: StepId])[] = [
  ['name', 'basic'],
  ['description', 'basic'],
  ['kind', 'basic'],
  ['platform', 'basic'],
  ['assets', 'assets'],
  ['preActions', 'preActions'],
  ['patches', 'patches'],
  ['postActions', 'postActions'],
  ['schedule', 'schedule'],
  ['window', 'schedule'],
  ['options', 'options'],
  ['messages', 'options'],
  ['coAuthors', 'access'],
]

/** On which step stands what a JSON pointer names; what no step has is shown with the review. */
export function stepOfPointer(pointer: string): StepId {
  const first = pointer.split('/')[1] ?? ''
  return members.find(([member]) => member === first)?.[1] ?? 'review'
}

/** Whether one may go there now: everything before it is without mistakes. What is missing keeps nobody from going on. */
export function mayGoTo(step: StepId, steps: readonly StepId[], wrong: ReadonlySet<StepId>): boolean {
  const place = steps.indexOf(step)
  return place >= 0 && !steps.slice(0, place).some(before => wrong.has(before))
}
