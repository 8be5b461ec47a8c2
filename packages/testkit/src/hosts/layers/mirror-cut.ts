import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { BuildRoot } from '../build-root.ts'
import { outputOf } from '../command.ts'

/** A suite to keep, and the folder under /srv/testkit that stands for its archive. */
export interface CutSuite {
  readonly uri: string
  readonly suite: string
  readonly archive: string
}

/**
 * Keeps a piece of the mirror beside the layer: the indexes as Debian signed them, and the packages that the system
 * lacks in their new and their present version. Hosts then see and install real security patches without any network,
 * and the layer means the same tomorrow.
 */
export async function cutMirror(
  build: BuildRoot,
  { root, srv }: { root: string; srv: string },
  suites: readonly CutSuite[],
): Promise<{ missing: string[] }> {
  for (const suite of suites) await keepIndexes(build, { root, srv }, suite)
  const wanted = await build.sh('apt-get dist-upgrade --yes -qq --print-uris')
  const missing = [...wanted.matchAll(/^'[^']+' ([^_\s]+)_/gm)].map(match => match[1] ?? '')
  const present = await build.sh('apt-get download -qq --print-uris $PRESENT', {
    env: { PRESENT: (await presentVersions(build, missing)).join(' ') },
  })
  await build.sh(`apt-get dist-upgrade --yes -qq --download-only`, { timeoutMs: 600_000 })
  await build.sh(`cd /var/cache/apt/archives && apt-get download -qq $PRESENT 2>/dev/null`, {
    env: { PRESENT: (await presentVersions(build, missing)).join(' ') },
  })
  const archives = join(root, 'var/cache/apt/archives')
  for (const [, uri = '', file = ''] of `${wanted}\n${present}`.matchAll(/^'([^']+)' (\S+)/gm)) {
    const suite = suites.find(candidate => uri.startsWith(`${candidate.uri}/`))
    if (!suite) throw new Error(`a package comes from no known archive: ${basename(uri)}`)
    const target = join(srv, suite.archive, decodeURIComponent(uri.slice(suite.uri.length)))
    mkdirSync(dirname(target), { recursive: true })
    moveAcross(join(archives, file), target)
  }
  for (const name of readdirSync(archives)) if (name.endsWith('.deb')) rmSync(join(archives, name))
  return { missing }
}

/** The build root's overlay and the layer's folder are different file systems to rename(2). */
function moveAcross(from: string, to: string): void {
  cpSync(from, to)
  rmSync(from)
}

async function presentVersions(build: BuildRoot, names: readonly string[]): Promise<string[]> {
  const result = await build.exec(['dpkg-query', '-W', '-f', '${Package}=${Version} ', '--', ...names])
  // A dist-upgrade may bring packages that are not installed at all; dpkg-query exits 1 for those.
  return result.stdout.split(' ').filter(text => /=./.test(text))
}

async function keepIndexes(
  build: BuildRoot,
  { root, srv }: { root: string; srv: string },
  { uri, suite, archive }: CutSuite,
): Promise<void> {
  const lists = join(root, 'var/lib/apt/lists')
  const listed = readdirSync(lists).find(name => name.endsWith(`_dists_${suite}_InRelease`))
  if (listed === undefined) throw new Error(`apt has no list of ${suite}`)
  const inRelease = readFileSync(join(lists, listed), 'utf8')
  const architecture = (await build.sh('dpkg --print-architecture')).trim()
  const index = `main/binary-${architecture}/Packages.xz`
  const hash = new RegExp(`^ ([0-9a-f]{64}) +\\d+ ${index.replaceAll('.', '\\.')}$`, 'm').exec(inRelease)?.[1]
  if (hash === undefined) throw new Error(`${suite} has no ${index}`)
  const dists = join(srv, archive, 'dists', suite)
  const byHash = join(dists, dirname(index), 'by-hash', 'SHA256', hash)
  mkdirSync(dirname(byHash), { recursive: true })
  cpSync(join(lists, listed), join(dists, 'InRelease'))
  await build.sh(`/usr/lib/apt/apt-helper download-file "$URI" /tmp/index "SHA256:$HASH"`, {
    env: { URI: `${uri}/dists/${suite}/${index}`, HASH: hash },
  })
  moveAcross(join(root, 'tmp/index'), byHash)
  linkSync(byHash, join(dists, index))
  await outputOf(['chmod', '-R', 'a+rX', srv])
}
