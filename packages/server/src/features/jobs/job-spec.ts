import { createHash } from 'node:crypto'
import { definitionText, emptyDefinition, type JobDefinition, type JobOptions } from '@patchyard/domain'

export interface SealedSpec {
  readonly text: string
  /** SHA-256 of the text's UTF-8 bytes, hex. */
  readonly digest: string
}

/** The immutable text of a job version, what people define and approve. Its digest travels with every task. */
export function sealSpec(definition: JobDefinition): SealedSpec {
  const text = definitionText(definition)
  return { text, digest: digestOf(text) }
}

export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** Specs of before 0022: on demand, assets and patches by hand, a window to finish within. */
interface FirstSpec {
  readonly assets: readonly string[]
  readonly patches: readonly string[]
  readonly options: Pick<JobOptions, 'onFailure' | 'reboot'> & { readonly windowMinutes: number }
}

/**
 * The definition that a stored text holds. Texts of the first form stay as they were written, because tasks and the audit name their
 * digest; here they say the same in the form of today.
 */
export function readSpec(text: string): JobDefinition {
  const stored = JSON.parse(text) as JobDefinition | FirstSpec
  return isFirst(stored) ? ofToday(stored) : stored
}

const isFirst = (stored: JobDefinition | FirstSpec): stored is FirstSpec => Array.isArray(stored.assets)

function ofToday({ assets, patches, options }: FirstSpec): JobDefinition {
  const { onFailure, reboot, windowMinutes } = options
  const empty = emptyDefinition('linux')
  return {
    ...empty,
    assets: { ...empty.assets, include: assets },
    patches: { from: 'list', patches },
    schedule: { type: 'onDemand' },
    window: { appliesTo: 'finish', minutes: windowMinutes },
    options: { ...empty.options, onFailure, reboot },
  }
}
