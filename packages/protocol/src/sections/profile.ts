import { type EntryOf, filled, oneOf, section, text } from './section.ts'

/** What became of the profile on this host: caps of the agent, and other programs that install updates. */
export const profileSection = section('profile.1', 2, {
  /** `limit`: of the agent's own unit · `updater`: another program that installs updates. */
  kind: oneOf('limit', 'updater'),
  /** `cpuPercent`, `memoryMb`; `unattended-upgrades`, `dnf-automatic`, … */
  name: filled(100),
  /**
   * Limits: `applied`, `unit` (none asked for: the unit's own holds), `unsupported` (nothing here could hold it), `failed`.
   * Updaters: `on`, `off` (by somebody else), `switchedOff` (by this agent, which remembers how it was), `unsupported`, `failed`.
   */
  state: oneOf('applied', 'unit', 'unsupported', 'failed', 'on', 'off', 'switchedOff'),
  detail: text(300),
})

export type ProfileEntry = EntryOf<typeof profileSection>
