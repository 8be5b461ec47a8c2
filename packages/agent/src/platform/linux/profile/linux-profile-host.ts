import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import type { ProfileHost } from '../../../core/ports/profile-host.ts'
import { readOtherUpdaters } from '../facts/other-updaters.ts'
import { giveUpdaterBack, rememberUpdater, switchUpdaterOff } from './switch-updaters.ts'
import { limitOwnUnit } from './systemd-limits.ts'

export function createLinuxProfileHost(ports: { disk: Disk; processes: Processes }): ProfileHost {
  return {
    limit: limits => limitOwnUnit(ports, limits),
    updaters: () => readOtherUpdaters(ports),
    remember: name => rememberUpdater(ports, name),
    switchOff: name => switchUpdaterOff(ports, name),
    giveBack: (name, former) => giveUpdaterBack(ports, name, former),
  }
}
