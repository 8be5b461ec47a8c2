import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBuildRoot } from '../build-root.ts'
import type { Recipe } from '../layer.ts'
import { aptRepository } from '../packages/apt-repository.ts'
import { buildDebs } from '../packages/deb.ts'
import { signingKey } from '../packages/signing-key.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { aptInstall, useSuites, withMirror } from './apt-from-mirror.ts'
import { minimal } from './minimal.ts'
import { cutMirror } from './mirror-cut.ts'
import { ownDebs } from './own-debs.ts'

// Small packages with a record of security updates, and a service that links libssl, beside what the base system has.
const extras = ['apt-utils', 'brotli', 'expat', 'libarchive-tools', 'nginx-light', 'rsync', 'xz-utils']

/** Where every layer keeps what its hosts install from. */
const served = 'file:/srv/testkit'

/** Debian 12 with real missing security patches and some of our own; its archives are pieces kept beside the layer. */
export const debian12: Recipe = {
  name: 'debian12',
  parent: minimal,
  sources: [
    './debian12.ts',
    './own-debs.ts',
    './mirror-cut.ts',
    './apt-from-mirror.ts',
    '../packages/deb.ts',
    '../packages/apt-repository.ts',
  ].map(path => new URL(path, import.meta.url)),
  async build(folder, parent) {
    const srv = join(folder, 'srv')
    const own = await ownArchive(folder)
    const build = await openBuildRoot(folder, parent)
    try {
      await withMirror(build, async ({ release, updates, security }) => {
        const pockets = [
          { uri: release, suite: 'bookworm', archive: 'debian' },
          { uri: updates, suite: 'bookworm-updates', archive: 'debian' },
          { uri: security, suite: 'bookworm-security', archive: 'debian-security' },
        ]
        await useSuites(build, pockets.slice(0, 1))
        await aptInstall(build, extras)
        await useSuites(build, pockets)
        const { missing } = await cutMirror(build, { root: build.root, srv }, pockets)
        writeFileSync(join(folder, 'missing-from-debian.json'), `${JSON.stringify(missing)}\n`)
      })
      await build.writeFile('/etc/apt/apt.conf.d/90testkit', aptSettings)
      await build.writeFile('/etc/apt/sources.list.d/debian.sources', debianSources)
      await build.writeFile('/etc/apt/sources.list.d/own.sources', own.releaseSources)
      await build.sh('rm -rf /var/lib/apt/lists/* && apt-get update -qq')
      await aptInstall(
        build,
        ownDebs().release.map(deb => deb.name),
      )
      await build.writeFile('/etc/apt/sources.list.d/own.sources', own.sources)
      await build.sh(`
        apt-get update -qq
        apt-get check -qq
        rm -rf /var/cache/apt/*.bin /var/cache/apt/archives/*.deb /var/log/*.log /var/log/apt/*
        rm -rf /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /usr/share/info/*`)
    } finally {
      await build.close()
    }
  },
}

// A layer is used for weeks, Debian's security lists are valid for one. No Translation files: they are not kept.
const aptSettings = `Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
Acquire::Languages "none";
`

const debianSources = [
  ['debian', 'bookworm bookworm-updates'],
  ['debian-security', 'bookworm-security'],
]
  .map(
    ([archive, suites]) => `Types: deb
URIs: ${served}/${archive ?? ''}
Suites: ${suites ?? ''}
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`,
  )
  .join('\n')

/** Our archive calls itself what Debian's does, so that every rule about origins meets it the same way. */
async function ownArchive(folder: string): Promise<{ releaseSources: string; sources: string }> {
  const key = await signingKey(join(folder, 'key'))
  const debs = ownDebs()
  const archive = join(folder, 'srv', 'own')
  const pockets = [
    { suite: 'bookworm', packages: debs.release, label: 'Debian', name: 'oldstable' },
    { suite: 'bookworm-updates', packages: debs.updates, label: 'Debian', name: 'oldstable-updates' },
    { suite: 'bookworm-security', packages: debs.security, label: 'Debian-Security', name: 'oldstable-security' },
  ]
  const sources: string[] = []
  for (const { suite, packages, label, name } of pockets) {
    await inTemporaryFolder('own-debs', async built => {
      const repository = await aptRepository({
        folder: archive,
        suite,
        packages: await buildDebs(packages, built),
        key,
        origin: 'Debian',
        label,
        fields: { Suite: name, Version: '12' },
      })
      sources.push(repository.sources(`${served}/own`))
    })
  }
  return { releaseSources: sources[0] ?? '', sources: sources.join('\n') }
}
