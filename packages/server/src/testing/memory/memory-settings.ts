import { createHash } from 'node:crypto'
import { defaultProfileDocument, type ProfileDocument, profileDocumentText } from '@patchyard/domain'
import type { AgentSettings } from '../../storage/ports/agent-settings.ts'

/** One configuration for every agent of a subscription in memory. */
export interface MemorySettings {
  readonly checkInS: number
  readonly scanEveryS: number
  readonly document?: ProfileDocument
}

export function agentSettings({ checkInS, scanEveryS, document }: MemorySettings): AgentSettings {
  const said = { ...(document ?? defaultProfileDocument), checkInS }
  const digest = createHash('sha256').update(profileDocumentText(said)).digest('hex')
  return { checkInS, scanEveryS, profile: { digest, document: said } }
}
