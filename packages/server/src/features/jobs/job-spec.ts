import { createHash } from 'node:crypto'

/** What people define and approve: the immutable text of a job version. Its digest travels with every task. */
export interface JobSpec {
  readonly kind: 'deployment'
  readonly platform: 'linux'
  /** Public ids, in the order chosen. */
  readonly assets: readonly string[]
  readonly patches: readonly string[]
  readonly schedule: { readonly type: 'onDemand' }
  readonly options: {
    readonly onFailure: 'stop' | 'continue'
    readonly reboot: 'never' | 'ifNeeded' | 'always'
    readonly windowMinutes: number
  }
}

/** decisions.md §5.8: continue after failure is off by default. A day is time enough for hosts that are off just now. */
export const defaultOptions: JobSpec['options'] = { onFailure: 'stop', reboot: 'never', windowMinutes: 1440 }

export interface SealedSpec {
  readonly text: string
  /** SHA-256 of the text's UTF-8 bytes, hex. */
  readonly digest: string
}

export function sealSpec(spec: JobSpec): SealedSpec {
  const text = JSON.stringify(spec)
  return { text, digest: digestOf(text) }
}

export const digestOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
