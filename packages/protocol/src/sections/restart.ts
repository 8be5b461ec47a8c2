import { type EntryOf, filled, oneOf, section, text } from './section.ts'

/** What still runs in its old version. A row of kind `reboot` means: the host needs a reboot. */
export const restartSection = section('restart.1', 2, {
  kind: oneOf('reboot', 'kernel', 'service', 'process'),
  /** Unit, program or package; `system` where nothing more is known. Never a process id: it would change each scan. */
  name: filled(200),
  reason: text(300),
})

export type RestartEntry = EntryOf<typeof restartSection>
