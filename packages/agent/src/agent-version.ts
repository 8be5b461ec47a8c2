import { PROFILES_FEATURE } from '@patchyard/protocol'
import type { AgentBuild } from './core/agent-ports.ts'

/** Set with every release; the build time is what a clock may not be before (agent-protocol §9). */
export const build: AgentBuild = {
  version: '0.1.0',
  builtMs: Date.UTC(2026, 10, 21),
  features: [PROFILES_FEATURE],
  understands: [],
}
