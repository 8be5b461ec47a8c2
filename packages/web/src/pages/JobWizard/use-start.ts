import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import type { WizardStart } from './JobWizard.tsx'
import { keepDraft, type KeptDraft, keptDraft } from './state/wizard-memory.ts'

interface Start {
  readonly start: WizardStart
  /** Another one for each start: the wizard begins anew with it. */
  readonly times: number
  /** What was left unfinished on another visit, to be offered; null: nothing. */
  readonly kept: KeptDraft | null
  goOn(): void
  discard(): void
}

interface StartOptions {
  /** Public id of the job that is edited; null: a new one. */
  readonly job: string | null
  /** The version that was read: a draft of another one is none. */
  readonly etag: string | null
  readonly visit: string
  fresh(): WizardStart
}

/** What the wizard begins with. A reload, or the way back, goes on where it was; other unfinished work is offered. */
export function useStart({ job, etag, visit, fresh }: StartOptions): Start {
  const { tabMemory } = usePorts()
  const [kept, setKept] = useState(() => {
    const before = keptDraft(tabMemory, job)
    return before !== null && before.etag === etag ? before : null
  })
  const isSame = kept !== null && kept.visit === visit
  const [start, setStart] = useState<WizardStart>(() => (kept !== null && isSame ? kept : fresh()))
  const [times, setTimes] = useState(0)
  return {
    start,
    times,
    kept: isSame ? null : kept,
    goOn() {
      if (kept === null) return
      setStart(kept)
      setTimes(times + 1)
      setKept(null)
    },
    discard() {
      keepDraft(tabMemory, job, null)
      setKept(null)
    },
  }
}
