import type { PackageManager } from '../../../core/ports/package-manager.ts'
import type { RpmPorts } from '../rpm/rpm-ports.ts'
import { createRpmProvider } from '../rpm/rpm-provider.ts'
import { type DnfDialect, FROM_CACHE, FROM_NETWORK } from './dnf-dialect.ts'
import { planDnf, upgradeArguments } from './dnf-plan.ts'
import { createDnfRollback } from './dnf-rollback.ts'
import { growthOf } from './dnf-sizes.ts'
import { findDnfUpdates } from './dnf-scan.ts'
import { dnfComplaint, type DnfTools, runDnf, saysLocked, throttle } from './dnf-tools.ts'
import { parseRefresh } from './parse-refresh.ts'

/** Red Hat's family: dnf 4 by real hosts; dnf 5 and yum 3 by recorded output only (decisions §3.8). */
export function createDnfProvider(ports: RpmPorts, dialect: DnfDialect): PackageManager {
  const tools: DnfTools = { ...ports, dialect }
  return createRpmProvider(ports, {
    id: dialect.id,
    program: dialect.generation === 'dnf5' ? 'dnf5' : dialect.id,
    pidFiles: dialect.pidFiles,
    refresh: limits => runDnf(tools, [...FROM_NETWORK, ...dialect.makeCache], limits),
    failedIn: result => new Map(parseRefresh(result.stdout, result.stderr)),
    look: context => findDnfUpdates(tools, context),
    plan: (item, options) => planDnf(tools, item, options),
    fetch: (plan, spec, { rateKBs }) =>
      runDnf(tools, ['-y', ...throttle(rateKBs), '--downloadonly', ...upgradeArguments(tools, plan.changes)], spec),
    hasFetched: result => result.code === 0,
    run: (plan, spec) => runDnf(tools, [...FROM_CACHE, '-y', ...upgradeArguments(tools, plan.changes)], spec),
    cache: dialect.generation === 'yum3' ? '/var/cache/yum' : '/var/cache/dnf',
    growth: packages => growthOf(tools, packages),
    back: createDnfRollback(tools),
    saysLocked,
    complaint: dnfComplaint,
  })
}
