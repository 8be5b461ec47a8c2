import { createHash } from 'node:crypto'
import type { ScanResult } from '@patchyard/agent/testing'
import {
  type ArchiveRecord,
  type FeedRecord,
  type ModuleRecord,
  type PatchRecord,
  readInWorker,
  type Tally,
} from '@patchyard/feeds'
import type { HostAccess } from '@patchyard/testkit/hosts'
import { expect } from 'vitest'
import { lines } from './package-manager-on-host.ts'

const REPOSITORY = '/srv/testkit/updates'

export interface RepositoryFeed {
  readonly patches: readonly PatchRecord[]
  readonly archive: readonly ArchiveRecord[]
  readonly modules: readonly ModuleRecord[]
}

/** What the feed makes of the repository that a host's updates come from, as the server reads it: index, hashes, a worker. */
export async function feedOfUpdates(host: HostAccess, distro: string, release: string): Promise<RepositoryFeed> {
  const options = { distro, release }
  const index = await read(host, 'repomd', `${REPOSITORY}/repodata/repomd.xml`, options)
  const records: FeedRecord[] = []
  for (const follow of index.tally.follows) {
    const file = new URL(follow.url, `file://${REPOSITORY}/repodata/repomd.xml`).pathname
    const found = await read(host, follow.document, file, options)
    expect({ sha256: found.sha256, bytes: found.bytes }).toEqual({ sha256: follow.sha256, bytes: follow.bytes })
    expect(found.tally.rejections).toEqual([])
    records.push(...found.records)
  }
  return {
    patches: records.filter(record => record.kind === 'patch'),
    archive: records.filter(record => record.kind === 'archive'),
    modules: records.filter(record => record.kind === 'module'),
  }
}

async function read(host: HostAccess, document: string, file: string, options: Readonly<Record<string, string>>) {
  const bytes = Buffer.from(await host.sh(`base64 -w0 ${file}`), 'base64')
  const reading = readInWorker('rpm-repository', document, {
    chunks: (async function* () {
      yield bytes
    })(),
    url: `file://${file}`,
    options,
    sinceMs: null,
  })
  const records: FeedRecord[] = []
  let next = await reading.next()
  while (next.done !== true) {
    records.push(...next.value)
    next = await reading.next()
  }
  const tally: Tally = next.value
  return { records, tally, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** Every patch with an advisory that an agent reports is one of the feed's: same key, same facts, fixed in the versions that it offers. */
export function expectSamePatches(scan: ScanResult, feed: RepositoryFeed): void {
  const reported = scan.patches.filter(patch => patch.advisories.length > 0)
  expect(reported.length).toBeGreaterThan(10)
  for (const patch of reported) {
    const record = feed.patches.find(one => one.key === patch.key)
    expect(record, patch.key).toMatchObject({
      title: patch.title,
      isSecurity: patch.isSecurity,
      issuedAtMs: patch.issuedMs,
    })
    // dnf 4 does not tell what single packages ask for.
    if (patch.rebootSuggested) expect(record?.reboot, patch.key).toBe('always')
    // dnf writes severities with a capital, zypper without; agents without.
    expect(record?.vendorSeverity.toLowerCase().replace('none', ''), patch.key).toBe(patch.severity ?? '')
    expect([...(record?.cves ?? [])].sort(), patch.key).toEqual([...patch.cves].sort())
    const fixed = record?.detection?.kind === 'packages' ? record.detection.packages : []
    const offered = patch.packages.filter(one => one.installed !== null)
    expect(fixed.map(({ name, arch, version }) => `${name} ${arch} ${version}`)).toEqual(
      expect.arrayContaining(offered.map(({ name, arch, candidate }) => `${name} ${arch} ${candidate}`)),
    )
  }
}

/** The packages are those that rpm itself reads out of the files, with their hashes. */
export async function expectSamePackages(host: HostAccess, feed: RepositoryFeed): Promise<void> {
  const format = '%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE} %{ARCH} %{SOURCERPM}'
  const said = await host.sh(
    `cd ${REPOSITORY}; for f in *.rpm; do echo "$f $(sha256sum < "$f" | cut -c1-64) $(stat -c %s "$f") $(rpm -qp --qf '${format}' "$f")"; done`,
  )
  const ours = feed.archive.map(one => {
    const evr = /^\d+:/.test(one.version) ? one.version : `0:${one.version}`
    const sourceVersion = one.sourceVersion.replace(/^\d+:/, '')
    return `${one.path} ${String(one.sha256)} ${String(one.bytes)} ${one.name} ${evr} ${one.arch} ${one.source}-${sourceVersion}.src.rpm`
  })
  expect(ours.sort()).toEqual(lines(said).sort())
}

/** The builds of modules that the feed knows are those that rpm itself labels so in the packages. */
export async function expectSameModules(host: HostAccess, feed: RepositoryFeed): Promise<void> {
  const format = '%{MODULARITYLABEL} %{NAME} %{VERSION}-%{RELEASE} %{ARCH}\\n'
  const said = lines(await host.sh(`cd ${REPOSITORY}; rpm -qp --qf '${format}' *.rpm`)).filter(
    one => !one.startsWith('(none)'),
  )
  const ours = feed.modules.flatMap(({ module, stream, version, context, builds }) =>
    builds.map(build => `${module}:${stream}:${version}:${context} ${build.name} ${build.version} ${build.arch}`),
  )
  expect(ours.length).toBeGreaterThan(0)
  expect(ours.sort()).toEqual(said.sort())
}
