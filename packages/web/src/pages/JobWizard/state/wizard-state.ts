import {
  emptyDefinition,
  type JobDefinition,
  type JobKind,
  type JobPlatform,
  noAssets,
  type PatchChoice,
} from '@patchyard/domain'
import type { JobDraft } from '../job-draft.ts'

/** Steps that most jobs do without; they stand there once they are wanted. */
export type ExtraStep = 'preActions' | 'postActions'

export interface NamedPerson {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** All that the wizard holds: the definition itself, and how to show what it names by ids. */
export interface WizardState {
  readonly name: string
  readonly definition: JobDefinition
  readonly wanted: readonly ExtraStep[]
  /** What ids are called; ids are random, so one list does for assets, tags, patches and jobs. */
  readonly names: Readonly<Record<string, string>>
  /** Patches among the chosen ones that suggest a reboot. */
  readonly rebooting: readonly string[]
  /** What was chosen the other ways before, so that looking at another way loses nothing. */
  readonly otherPatches: readonly PatchChoice[]
  readonly coAuthors: readonly NamedPerson[]
  /** What the patch selector begins with; of a template. */
  readonly patchSearch: string
}

export const newState = (platform: JobPlatform, kind: JobKind): WizardState => ({
  name: '',
  definition: { ...emptyDefinition(platform), kind },
  wanted: [],
  names: {},
  rebooting: [],
  otherPatches: [],
  coAuthors: [],
  patchSearch: '',
})

/** What other pages hand over: chosen assets and patches, to be installed as soon as the job is enabled. */
export function stateOfDraft(draft: JobDraft, platform: JobPlatform, name: string): WizardState {
  const { assets, patches } = draft
  const empty = newState(draft.platform ?? platform, 'deployment')
  return {
    ...empty,
    name,
    definition: {
      ...empty.definition,
      assets: { ...noAssets, include: assets.map(asset => asset.id) },
      patches: patches.length === 0 ? { from: 'none' } : { from: 'list', patches: patches.map(patch => patch.id) },
      schedule: { type: 'onDemand' },
    },
    names: Object.fromEntries([
      ...assets.map(asset => [asset.id, asset.name] as const),
      ...patches.map(patch => [patch.id, patch.title] as const),
    ]),
    rebooting: patches.flatMap(patch => (patch.rebootSuggested ? [patch.id] : [])),
  }
}

/** A job or template as it is read. Steps that hold something are there. */
export const stateOfDefinition = (
  name: string,
  definition: JobDefinition,
  names: WizardState['names'] = {},
  coAuthors: readonly NamedPerson[] = [],
): WizardState => ({
  ...newState(definition.platform, definition.kind),
  name,
  definition,
  wanted: [
    ...(definition.preActions.length > 0 ? (['preActions'] as const) : []),
    ...(definition.postActions.length > 0 ? (['postActions'] as const) : []),
  ],
  names,
  coAuthors,
})

/** The patches by another way; the way left is remembered. */
export function withPatchesFrom(state: WizardState, from: PatchChoice['from']): WizardState {
  const { patches } = state.definition
  if (patches.from === from) return state
  const kept = [...state.otherPatches.filter(one => one.from !== patches.from), patches]
  const before = kept.find(one => one.from === from)
  return { ...state, otherPatches: kept, definition: { ...state.definition, patches: before ?? emptyChoice(from) } }
}

function emptyChoice(from: PatchChoice['from']): PatchChoice {
  switch (from) {
    case 'none':
      return { from }
    case 'list':
      return { from, patches: [] }
    case 'query':
      return { from, query: '' }
    case 'job':
      return { from, job: '' }
  }
}

/** The definition as it is saved: what is not wanted is not in it, and empty choices are none. */
export function savedDefinition({ definition, wanted }: WizardState): JobDefinition {
  const { patches } = definition
  const isEmpty =
    (patches.from === 'list' && patches.patches.length === 0) ||
    (patches.from === 'query' && patches.query.trim() === '') ||
    (patches.from === 'job' && patches.job === '')
  return {
    ...definition,
    description: definition.description.trim(),
    preActions: wanted.includes('preActions') ? definition.preActions : [],
    postActions: wanted.includes('postActions') ? definition.postActions : [],
    patches: isEmpty ? { from: 'none' } : definition.patches,
  }
}
