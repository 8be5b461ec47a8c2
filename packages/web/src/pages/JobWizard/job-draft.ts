import type { JobPlatform } from '@patchyard/domain'

/**
 * What a person chose on another page, on its way to the page that makes the job. It travels in the history's state:
 * it survives a reload, belongs to one tab and never stands in an address.
 */
export interface DraftAsset {
  readonly id: string
  readonly name: string
}
export interface DraftPatch {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly rebootSuggested: boolean
}
export interface JobDraft {
  /** Of what was chosen, where it is all of one; otherwise the person says. */
  readonly platform?: JobPlatform
  readonly assets: readonly DraftAsset[]
  readonly patches: readonly DraftPatch[]
}

/** As the API allows; the page stops earlier than the server would. Not taken from the domain, whose limits come with the wizard. */
export const MOST_PATCHES = 2000
export const MOST_ASSETS = 50

export const emptyDraft: JobDraft = { assets: [], patches: [] }

export const draftState = (draft: JobDraft): { readonly jobDraft: JobDraft } => ({ jobDraft: draft })

const platforms: readonly JobPlatform[] = ['linux', 'windows', 'macos']

/** The platform of rows that are all of one; nothing where they are of several. */
export function platformOf(chosen: readonly { readonly platform: string }[]): { readonly platform?: JobPlatform } {
  const [first, ...others] = new Set(chosen.map(row => row.platform))
  const platform = others.length === 0 ? platforms.find(one => one === first) : undefined
  return platform === undefined ? {} : { platform }
}

function rows<Row>(value: unknown, read: (row: Record<string, unknown>) => Row | null): Row[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((row: unknown) =>
    typeof row === 'object' && row !== null ? (read(row as Record<string, unknown>) ?? []) : [],
  )
}

/** Reads the history's state, which another version of the page may have written; what does not fit is left out. */
export function readDraft(state: unknown): JobDraft {
  if (typeof state !== 'object' || state === null || !('jobDraft' in state)) return emptyDraft
  const draft = state.jobDraft
  if (typeof draft !== 'object' || draft === null) return emptyDraft
  const { platform, assets, patches } = draft as Record<string, unknown>
  return {
    ...(typeof platform === 'string' ? platformOf([{ platform }]) : {}),
    assets: rows(assets, ({ id, name }) => (typeof id === 'string' && typeof name === 'string' ? { id, name } : null)),
    patches: rows(patches, ({ id, key, title, rebootSuggested }) =>
      typeof id === 'string' && typeof key === 'string' && typeof title === 'string'
        ? { id, key, title, rebootSuggested: rebootSuggested === true }
        : null,
    ),
  }
}
