import type { AgentEvent, CheckinRequest, LinkLine, PublicKey, Row, Settings, TaskDocument } from '@patchyard/protocol'

/** What the fake server holds of one agent; tests read and change it. */
export interface FakeAgentRecord {
  readonly id: string
  key: PublicKey
  readonly activationKey: string
  line: LinkLine
  /** Wanted of it, in order; a change is a new manifest. */
  documents: TaskDocument[]
  settings: Settings
  workVersion: number
  manifestWork: string
  readonly events: Map<string, AgentEvent>
  readonly sections: Map<string, { digest: string; rows: Row[] }>
  readonly reports: { trigger: string; sections: string[]; whole: string[] }[]
  readonly checkIns: CheckinRequest[]
  problems: string[]
  replacedKeys: Map<string, string>
}
