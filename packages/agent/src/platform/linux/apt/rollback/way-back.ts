import type { AcceptedPlan, ActOptions } from '../../../../core/ports/package-manager.ts'
import type { OneWayReason } from '../../../../core/ports/rollback.ts'
import type { Version } from '../../rollback/keep-earlier.ts'
import { mindsDowngrades, oneWay, oneWayByName } from '../../rollback/one-way.ts'
import { DPKG_DEB, runAptGet, runDpkgTool } from '../apt-commands.ts'
import { aptArgument, nameProblem } from '../apt-names.ts'
import { rateArguments } from '../archives.ts'
import type { AptDeps } from '../install.ts'
import { policyOf, sourcesOf } from '../judge-plan.ts'
import { parseStanzas } from '../parse-stanzas.ts'
import { readPolicies } from '../read-host.ts'
import { authenticatedTargets } from '../trust.ts'

const QUERY = { timeoutMs: 120_000 }
const LARGEST_SCRIPT = 4 * 1024 * 1024
const CACHE = '/var/cache/apt/archives'

/** Why a plan could not be undone: by names, by the installed versions' scripts, by what apt's cache and repositories still have. */
export async function whyOneWay(
  deps: AptDeps,
  earlier: readonly Version[],
  plan: Pick<AcceptedPlan, 'changes' | 'additions' | 'options'>,
): Promise<OneWayReason[]> {
  const reasons = oneWayByName([...plan.changes, ...plan.additions])
  for (const one of earlier) {
    const script = await preinstOf(deps, one)
    if (mindsDowngrades(script)) {
      reasons.push(oneWay('maintainer_script', one, `the preinst of ${one.version} speaks of downgrades`))
    }
  }
  if (reasons.length > 0) return reasons
  const targets = await deps.known.targets(QUERY)
  const authenticated = await authenticatedTargets(deps.disk, targets)
  const policies = await readPolicies(deps, earlier, QUERY)
  for (const one of earlier) {
    const sources = sourcesOf(policyOf({ policies }, one), one.version)
    if (sources.length === 0) {
      if (await isCached(deps, one)) continue
      reasons.push(
        oneWay('earlier_gone', one, `no repository offers ${one.version} any more, nor is it in apt's cache`),
      )
    } else if (!plan.options.allowUnauthenticated && !sources.every(source => authenticated.has(source))) {
      reasons.push(
        oneWay('unauthenticated', one, `only a repository that this host does not authenticate offers ${one.version}`),
      )
    }
  }
  return reasons
}

/** dpkg keeps scripts as `name.preinst`, and as `name:arch.preinst` for packages that may be there for several architectures. */
async function preinstOf({ disk }: AptDeps, { name, arch }: Version): Promise<string> {
  for (const path of [`/var/lib/dpkg/info/${name}:${arch}.preinst`, `/var/lib/dpkg/info/${name}.preinst`]) {
    const text = await disk.readText(path, LARGEST_SCRIPT).catch(() => null)
    if (text !== null) return text
  }
  return ''
}

/** apt writes the colon of an epoch as %3a (apt-pkg/acquire-item.cc, QuoteString). */
const cachePath = ({ name, arch, version }: Version) => `${CACHE}/${name}_${version.replace(/:/g, '%3a')}_${arch}.deb`

async function isCached({ disk }: AptDeps, one: Version): Promise<boolean> {
  return nameProblem(one) === null && (await disk.stat(cachePath(one)).catch(() => null)) !== null
}

/**
 * From apt's cache, which holds only what apt checked against its signed lists; otherwise from the repositories. Packages are asked for one by
 * one when not all come at once: one that is gone must not cost the others.
 */
export async function fetchDebs(
  deps: AptDeps,
  earlier: readonly Version[],
  folder: string,
  options: ActOptions,
): Promise<void> {
  const wanted: Version[] = []
  for (const one of earlier) {
    if (await isCached(deps, one))
      await deps.disk.copyAtomic(cachePath(one), `${folder}/${cachePath(one).slice(CACHE.length + 1)}`)
    else wanted.push(one)
  }
  if (wanted.length === 0) return
  const all = await download(deps, wanted, folder, options)
  if (all || wanted.length === 1) return
  for (const one of wanted) await download(deps, [one], folder, options)
}

async function download(
  deps: AptDeps,
  wanted: readonly Version[],
  folder: string,
  options: ActOptions,
): Promise<boolean> {
  // The folder is nobody else's, so apt's own user could not write there.
  const args = [
    '-o',
    'APT::Sandbox::User=root',
    '-o',
    'APT::Get::AllowUnauthenticated=false',
    ...rateArguments(options),
    'download',
    ...wanted.map(aptArgument),
  ]
  const result = await runAptGet(deps.processes, args, {
    cwd: folder,
    timeoutMs: options.timeoutMs,
    overflow: 'cut',
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return result.code === 0
}

/** What a .deb says that it is; null when dpkg-deb cannot read it. @throws ProcessError */
export async function identifyDeb({ processes }: Pick<AptDeps, 'processes'>, path: string): Promise<Version | null> {
  const result = await runDpkgTool(processes, DPKG_DEB, ['-f', path, 'Package', 'Version', 'Architecture'], QUERY)
  if (result.code !== 0) return null
  const [stanza] = parseStanzas('dpkg-deb -f', result.stdout)
  const name = stanza?.get('package') ?? ''
  const version = stanza?.get('version') ?? ''
  const arch = stanza?.get('architecture') ?? ''
  return nameProblem({ name, arch, version }) === null ? { name, arch, version } : null
}
