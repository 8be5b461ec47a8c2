import type { AcceptedPlan, PlannedPackage } from '../../../core/ports/package-manager.ts'
import { APT_CACHE, DPKG_QUERY, runAptGet, runDpkgTool } from './apt-commands.ts'
import { aptArgument, nameProblem } from './apt-names.ts'
import { parseStanzas } from './parse-stanzas.ts'
import { installArguments, isLocalAddress } from './plan.ts'
import type { AptTools } from './read-host.ts'

const QUERY = { timeoutMs: 120_000 }

/** Bytes that apt would fetch, and how much more the packages take once unpacked. */
export async function planSizes(
  tools: AptTools,
  plan: AcceptedPlan,
): Promise<{ downloadBytes: number | null; growthBytes: number | null }> {
  const uris = await runAptGet(
    tools.processes,
    ['-qq', '--print-uris', ...installArguments(plan.changes, plan.options)],
    QUERY,
  )
  const packages = [...plan.changes, ...plan.additions]
  return {
    downloadBytes: uris.code === 0 ? parsePrintUris(uris.stdout) : null,
    growthBytes: await growthOf(tools, packages),
  }
}

/** `'http://…/openssl_3.0.19_amd64.deb' openssl_3.0.19_amd64.deb 1408912 SHA256:…`; what lies on this host's disk is not fetched. */
export function parsePrintUris(text: string): number {
  let bytes = 0
  for (const [, uri = '', size = '0'] of text.matchAll(/^'([^']+)' \S+ (\d{1,15})(?: |$)/gm)) {
    if (!isLocalAddress(uri)) bytes += Number(size)
  }
  return bytes
}

/** By the Installed-Size fields (policy §5.6.20, KiB). Null when a record is missing. */
async function growthOf(tools: AptTools, packages: readonly PlannedPackage[]): Promise<number | null> {
  const wanted = packages
    .map(({ name, arch, to }) => ({ name, arch, version: to }))
    .filter(one => nameProblem(one) === null)
  const shown = await runDpkgTool(tools.processes, APT_CACHE, ['show', ...wanted.map(aptArgument)], QUERY)
  const after = new Map<string, number>()
  for (const stanza of parseStanzas('apt-cache show', shown.stdout)) {
    const key = `${stanza.get('package') ?? ''}:${stanza.get('architecture') ?? ''} ${stanza.get('version') ?? ''}`
    after.set(key, Number(stanza.get('installed-size') ?? '0') || 0)
  }
  if (wanted.some(one => !after.has(`${one.name}:${one.arch} ${one.version}`))) return null
  const format = '${Package}:${Architecture} ${Installed-Size}\\n'
  const listed = await runDpkgTool(tools.processes, DPKG_QUERY, ['-W', '-f', format], QUERY)
  const before = new Map(
    listed.stdout.split('\n').map(line => [line.split(' ')[0] ?? '', Number(line.split(' ')[1]) || 0]),
  )
  let kib = 0
  for (const { name, arch, version } of wanted)
    kib += (after.get(`${name}:${arch} ${version}`) ?? 0) - (before.get(`${name}:${arch}`) ?? 0)
  return kib * 1024
}
