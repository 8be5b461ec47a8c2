import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildRoot, openBuildRoot } from '../build-root.ts'
import type { Layer } from '../layer.ts'
import { buildRpms, type RpmPackage } from '../packages/rpm.ts'
import { rpmRepository } from '../packages/rpm-repository.ts'
import { type SigningKey, signingKey } from '../packages/signing-key.ts'
import type { Advisory } from '../packages/updateinfo.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { aptInstall, useSuites, withMirror } from './apt-from-mirror.ts'

/** Where hosts find the public key of a layer's repositories, and what they call them. */
export const keyUri = 'file:///srv/testkit/public-key.asc'
export const releaseUri = 'file:///srv/testkit/release'
export const updatesUri = 'file:///srv/testkit/updates'

export interface RpmLayer {
  /** Debian packages that bring the package manager. */
  readonly tools: readonly string[]
  readonly osRelease: string
  readonly installed: readonly RpmPackage[]
  readonly updates: readonly RpmPackage[]
  readonly advisories: readonly Advisory[]
  readonly releaseModules?: string
  readonly updatesModules?: string
  /** Puts repository files and settings in place and installs `installed` from the release repository. */
  readonly configure: (build: BuildRoot) => Promise<void>
}

/** A Debian system whose package manager, database and identity are another family's. */
export async function buildRpmLayer(folder: string, parent: Layer | undefined, layer: RpmLayer): Promise<void> {
  const key = await signingKey(join(folder, 'key'))
  await makeRepositories(join(folder, 'srv'), key, layer)
  const build = await openBuildRoot(folder, parent)
  try {
    await withMirror(build, async ({ release }) => {
      await useSuites(build, [{ uri: release, suite: 'bookworm' }])
      await aptInstall(build, layer.tools)
    })
    await build.writeFile('/usr/lib/os-release', layer.osRelease)
    // Debian's rpm keeps its database in the caller's home unless told where a system has it.
    await build.writeFile('/etc/rpm/macros.testkit', '%_dbpath /var/lib/rpm\n')
    await build.sh('rpmkeys --import /srv/testkit/public-key.asc')
    await layer.configure(build)
    await build.sh(`
      rm -f /etc/systemd/system/timers.target.wants/*.timer
      # A machine of this family has no dpkg; an agent must not find one. The files went in by it, so it goes last.
      rm -rf /usr/bin/apt* /usr/bin/dpkg* /usr/lib/apt /usr/lib/dpkg /usr/share/dpkg /usr/share/perl5/Dpkg*
      rm -rf /var/lib/dpkg /var/lib/apt /var/cache/apt /etc/apt /etc/dpkg /etc/debian_version /etc/dpkg /usr/sbin/dpkg*
      # 70 MB of perl come along for tools that nobody calls here; perl-base stays.
      rm -rf /usr/share/perl/5* /usr/lib/*/perl/5* /usr/lib/*/libperl.so.*
      rm -rf /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /usr/share/info/* /var/log/*.log /var/log/apt`)
  } finally {
    await build.close()
  }
}

async function makeRepositories(srv: string, key: SigningKey, layer: RpmLayer): Promise<void> {
  copyFileSync(key.publicKeyFile, join(srv, 'public-key.asc'))
  await inTemporaryFolder('release-rpms', async built =>
    rpmRepository({
      folder: join(srv, 'release'),
      packages: await buildRpms(layer.installed, built, key),
      key,
      ...(layer.releaseModules === undefined ? {} : { modules: layer.releaseModules }),
    }),
  )
  await inTemporaryFolder('update-rpms', async built =>
    rpmRepository({
      folder: join(srv, 'updates'),
      packages: await buildRpms(layer.updates, built, key),
      advisories: layer.advisories,
      key,
      ...(layer.updatesModules === undefined ? {} : { modules: layer.updatesModules }),
    }),
  )
}
