import {
  ACTIONS_FEATURE,
  DRY_RUN_FEATURE,
  EARLY_FEATURE,
  MESSAGES_FEATURE,
  OPTIONS_FEATURE,
  PROFILES_FEATURE,
  ROLLBACK_FEATURE,
} from '@patchyard/protocol'
import type { AgentBuild } from './core/agent-ports.ts'

/** Set with every release; the build time is what a clock may not be before (agent-protocol §9). */
export const build: AgentBuild = {
  version: '0.1.0',
  builtMs: Date.UTC(2026, 10, 21),
  features: [PROFILES_FEATURE, OPTIONS_FEATURE, EARLY_FEATURE, MESSAGES_FEATURE, DRY_RUN_FEATURE],
  understands: [],
}

/** What this host announces: actions and rollback (decisions §3.3) only where its own configuration allows them, so that others are never sent one. */
export function buildOf(allowActions: boolean): AgentBuild {
  return allowActions ? { ...build, features: [...build.features, ACTIONS_FEATURE, ROLLBACK_FEATURE] } : build
}
