import { jobKinds, jobPlatforms } from '@patchyard/domain'
import type { Memory } from '../../../api/ports.ts'
import { newState, type WizardState } from './wizard-state.ts'
import { allSteps, type StepId } from './wizard-steps.ts'

/** What the tab remembers of a wizard that was left. */
export interface KeptDraft {
  /** Which visit of the page it belongs to: the key of the browser's history, which a reload keeps. */
  readonly visit: string
  readonly step: StepId
  readonly state: WizardState
  /** Of an edit: the version that was read. */
  readonly etag: string | null
}

const nameOf = (job: string | null): string => `job-wizard.${job ?? 'new'}`

export function keepDraft(memory: Memory, job: string | null, draft: KeptDraft | null): void {
  memory.write(nameOf(job), draft === null ? null : JSON.stringify(draft))
}

/** What another version of the page wrote, or somebody by hand, is none. Never throws. */
export function keptDraft(memory: Memory, job: string | null): KeptDraft | null {
  const text = memory.read(nameOf(job))
  if (text === null) return null
  try {
    return readDraft(JSON.parse(text))
  } catch {
    // Not JSON: nothing that the wizard wrote.
    return null
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether `value` has every member of the pattern with a value of the same sort; null there takes anything. */
function hasShape(value: unknown, pattern: unknown): boolean {
  if (pattern === null) return value !== undefined
  if (Array.isArray(pattern)) return Array.isArray(value)
  if (isRecord(pattern))
    return isRecord(value) && Object.entries(pattern).every(([name, inner]) => hasShape(value[name], inner))
  // A number that could not be read was written as null.
  return typeof value === typeof pattern || (typeof pattern === 'number' && value === null)
}

function readDraft(value: unknown): KeptDraft | null {
  if (!isRecord(value)) return null
  const { visit, step, state, etag } = value
  const known = allSteps.find(one => one === step)
  if (typeof visit !== 'string' || known === undefined || !(etag === null || typeof etag === 'string')) return null
  if (!hasShape(state, { ...newState('linux', 'deployment'), names: {} })) return null
  // The shape was compared with that of an empty state, which has every member.
  const read = state as WizardState
  const { definition } = read
  if (!jobPlatforms.includes(definition.platform) || !jobKinds.includes(definition.kind)) return null
  return { visit, step: known, state: read, etag }
}
