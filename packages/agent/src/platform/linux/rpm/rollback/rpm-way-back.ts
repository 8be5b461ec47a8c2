import type { AcceptedPlan } from '../../../../core/ports/package-manager.ts'
import type { OneWayReason } from '../../../../core/ports/rollback.ts'
import type { Processes } from '../../../../core/ports/processes.ts'
import type { Version } from '../../rollback/keep-earlier.ts'
import { mindsDowngrades, oneWay, oneWayByName } from '../../rollback/one-way.ts'
import { withoutZeroEpoch } from '../nevra.ts'
import { limitsOf, QUERY, RPM, severalAllowed } from '../rpm-database.ts'
import { rpmNameProblem } from '../rpm-names.ts'
import type { RpmRollbackEngine } from './rpm-rollback.ts'

/** Why a plan could not be undone: by names, by the installed versions' scripts, by what repositories still have. */
export async function whyRpmOneWay(
  processes: Processes,
  back: RpmRollbackEngine,
  earlier: readonly Version[],
  plan: AcceptedPlan,
): Promise<OneWayReason[]> {
  const reasons = oneWayByName([...plan.changes, ...plan.additions])
  const several = await severalAllowed(processes, QUERY)
  for (const one of earlier) {
    if (several.has(one.name) && !reasons.some(other => other.package === `${one.name}:${one.arch}`))
      reasons.push(oneWay('kernel', one, 'several versions stand side by side: the earlier one stays installed'))
  }
  for (const one of earlier) {
    if (mindsDowngrades(await preinOf(processes, one)))
      reasons.push(oneWay('maintainer_script', one, `the %pre script of ${one.version} speaks of downgrades`))
  }
  if (reasons.length > 0 || earlier.length === 0) return reasons
  const offered = await back.offered(earlier, QUERY)
  if (offered === null) return reasons
  for (const one of earlier) {
    const authenticated = offered.get(`${one.name}.${one.arch} ${one.version}`)
    if (authenticated === undefined)
      reasons.push(oneWay('earlier_gone', one, `no repository offers ${one.version} any more`))
    else if (!authenticated && !plan.options.allowUnauthenticated)
      reasons.push(
        oneWay(
          'unauthenticated',
          one,
          `only a repository whose signatures this host does not check offers ${one.version}`,
        ),
      )
  }
  return reasons
}

async function preinOf(processes: Processes, one: Version): Promise<string> {
  if (rpmNameProblem(one) !== null) return ''
  const label = `${one.name}-${one.version.replace(/^\d+:/, '')}.${one.arch}`
  const result = await processes.run({ program: RPM, args: ['-q', '--qf', '%{PREIN}\\n', label], ...limitsOf(QUERY) })
  return result.code === 0 ? result.stdout : ''
}

/**
 * What a package file says that it is; null when rpm cannot read it, or its signature is not good. The signature counts as everywhere: not
 * where this host's own settings allow packages without. @throws ProcessError
 */
export async function identifyRpm(processes: Processes, path: string, plan: AcceptedPlan): Promise<Version | null> {
  if (!plan.options.allowUnauthenticated) {
    const checked = await processes.run({ program: RPM, args: ['-K', path], ...limitsOf(QUERY) })
    // "digests signatures OK"; before rpm 4.14 "rsa sha1 (md5) pgp md5 OK".
    if (checked.code !== 0 || !/: .*\b(?:signatures|pgp|gpg)\b.* OK\s*$/i.test(checked.stdout)) return null
  }
  const format = '%{NAME}\\t%{EPOCH}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\n'
  const result = await processes.run({ program: RPM, args: ['-qp', '--qf', format, path], ...limitsOf(QUERY) })
  const [name = '', version = '', arch = ''] = (result.stdout.split('\n')[0] ?? '').split('\t')
  const found = { name, arch, version: withoutZeroEpoch(version) }
  return result.code === 0 && rpmNameProblem(found) === null ? found : null
}
