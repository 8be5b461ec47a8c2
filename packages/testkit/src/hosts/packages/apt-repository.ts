import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { outputOf } from '../command.ts'
import { clearSign, detachedSign, type SigningKey } from './signing-key.ts'

/** One suite of a repository; several suites may share one folder, each with a pool of its own. */
export interface AptSuite {
  readonly folder: string
  /** Its folder under dists/; also the Release fields Suite and Codename, unless `fields` says otherwise. */
  readonly suite: string
  /** Paths of .deb files; copied into the pool. An empty suite is fine. */
  readonly packages: readonly string[]
  /** Undefined: no signature at all, only a Release file. */
  readonly key?: SigningKey
  readonly origin?: string
  readonly label?: string
  /** Default `main`. */
  readonly component?: string
  /** Default `amd64`. */
  readonly architectures?: readonly string[]
  /** More Release fields: `Suite`, `Codename`, `Version`, `NotAutomatic`, `Valid-Until`… */
  readonly fields?: Readonly<Record<string, string>>
}

export interface AptRepository {
  readonly folder: string
  /** A deb822 paragraph that trusts exactly this suite's key; `uri` is where hosts reach `folder`. */
  sources(uri: string): string
}

/** Writes pool, indexes and Release; called again for the same suite it replaces what was there, as a mirror's update does. */
export async function aptRepository(suite: AptSuite): Promise<AptRepository> {
  const { folder, component = 'main', architectures = ['amd64'] } = suite
  const pool = join('pool', suite.suite)
  const dists = join('dists', suite.suite)
  for (const path of [pool, dists]) {
    rmSync(join(folder, path), { recursive: true, force: true })
    mkdirSync(join(folder, path), { recursive: true })
  }
  for (const path of suite.packages) copyFileSync(path, join(folder, pool, basename(path)))
  for (const architecture of architectures) {
    const binary = join(dists, component, `binary-${architecture}`)
    mkdirSync(join(folder, binary), { recursive: true })
    const packages = await outputOf(['apt-ftparchive', '--arch', architecture, 'packages', pool], { cwd: folder })
    writeFileSync(join(folder, binary, 'Packages'), packages)
    writeFileSync(join(folder, binary, 'Packages.gz'), gzipSync(packages))
  }
  const release = await outputOf(['apt-ftparchive', ...releaseOptions(suite), 'release', dists], { cwd: folder })
  const text = overrideFields(release, suite.fields ?? {})
  writeFileSync(join(folder, dists, 'Release'), text)
  if (suite.key) {
    writeFileSync(join(folder, dists, 'InRelease'), await clearSign(suite.key, text))
    writeFileSync(join(folder, dists, 'Release.gpg'), await detachedSign(suite.key, text))
  }
  return { folder, sources: uri => sourcesText(suite, uri) }
}

function releaseOptions(suite: AptSuite): string[] {
  const fields = {
    Origin: suite.origin ?? 'Patchyard tests',
    Label: suite.label ?? 'Patchyard tests',
    Suite: suite.suite,
    Codename: suite.suite,
    Components: suite.component ?? 'main',
    Architectures: (suite.architectures ?? ['amd64']).join(' '),
  }
  return Object.entries(fields).flatMap(([name, value]) => ['-o', `APT::FTPArchive::Release::${name}=${value}`])
}

/** apt-ftparchive writes Date itself and knows few fields; the rest goes in by hand, before the checksums. */
function overrideFields(release: string, fields: Readonly<Record<string, string>>): string {
  const kept = release.split('\n').filter(line => !Object.keys(fields).some(name => line.startsWith(`${name}:`)))
  return [...Object.entries(fields).map(([name, value]) => `${name}: ${value}`), ...kept].join('\n')
}

function sourcesText(suite: AptSuite, uri: string): string {
  const lines = ['Types: deb', `URIs: ${uri}`, `Suites: ${suite.suite}`, `Components: ${suite.component ?? 'main'}`]
  if (suite.key) {
    // sources.list(5): an inline key has each line indented, empty ones as a dot.
    const key = suite.key.publicKey
      .trimEnd()
      .split('\n')
      .map(line => ` ${line === '' ? '.' : line}`)
    lines.push('Signed-By:', ...key)
  }
  return `${lines.join('\n')}\n`
}
