import type { PackageManager } from '../../../core/ports/package-manager.ts'
import type { RpmPorts } from '../rpm/rpm-ports.ts'
import { createRpmProvider } from '../rpm/rpm-provider.ts'
import { installWithoutFailed } from './install-without-failed.ts'
import { installArguments, planZypper } from './zypper-plan.ts'
import { failedRepositories, findZypperUpdates } from './zypper-scan.ts'
import { createZypperRollback } from './zypper-rollback.ts'
import { EXIT, messagesOf, PID_FILES, runZypper, saysLocked, zypperComplaint } from './zypper-tools.ts'

/** SUSE's family. */
export function createZypperProvider(ports: RpmPorts): PackageManager {
  return createRpmProvider(ports, {
    id: 'zypper',
    program: 'zypper',
    pidFiles: PID_FILES,
    refresh: limits => runZypper(ports, ['--xmlout', 'refresh'], limits),
    failedIn: result => failedRepositories(messagesOf(result.stdout)),
    look: context => findZypperUpdates(ports, context),
    plan: (item, options) => planZypper(ports, item, options),
    fetch: (plan, spec) =>
      runZypper(ports, ['--no-refresh', ...installArguments(plan.changes, '--download-only')], spec),
    hasFetched: ({ code }) => code === 0 || code === EXIT.rebootNeeded || code === EXIT.restartNeeded,
    run: (plan, spec) => runZypper(ports, ['--no-refresh', ...installArguments(plan.changes)], spec),
    cache: '/var/cache/zypp/packages',
    back: createZypperRollback(ports),
    saysLocked,
    complaint: zypperComplaint,
    install: installWithoutFailed,
  })
}
