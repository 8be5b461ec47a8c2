import { join } from 'node:path'
import type { HostAccess } from './host-access.ts'
import type { Layer } from './layer.ts'
import { layerKey } from './base-layer.ts'
import { aptRepository, type AptSuite } from './packages/apt-repository.ts'
import { buildDebs } from './packages/deb.ts'
import type { DebStory } from './packages/odd-debs.ts'
import type { RpmStory } from './packages/odd-rpms.ts'
import { buildRpms } from './packages/rpm.ts'
import { repoFile, rpmRepository } from './packages/rpm-repository.ts'
import type { Advisory } from './packages/updateinfo.ts'
import { addAptRepository } from './repositories.ts'
import { inTemporaryFolder } from './temporary-folder.ts'

/** Where a host keeps the repository of a story: its own disk, so that no server has to run. */
const storyFolder = (name: string): string => `/srv/stories/${name}`

/**
 * Installs a story's packages on an apt host and offers the others from a signed repository of its own.
 * `suite` tells what that repository calls itself; default: Debian's security archive.
 */
export async function tellDebStory(
  host: HostAccess,
  layer: Layer,
  name: string,
  { installed, offered }: DebStory,
  suite: Partial<AptSuite> = {},
): Promise<void> {
  await inTemporaryFolder('story', async folder => {
    const debs = await buildDebs(installed, join(folder, 'installed'))
    await host.copyIn(join(folder, 'installed'), `${storyFolder(name)}/installed`)
    const paths = debs.map(path => `${storyFolder(name)}/installed/${path.slice(path.lastIndexOf('/') + 1)}`)
    await host.sh('dpkg --install $DEBS', { env: { DEBS: paths.join(' '), DEBIAN_FRONTEND: 'noninteractive' } })
    const repository = await aptRepository({
      suite: 'bookworm-security',
      origin: 'Debian',
      label: 'Debian-Security',
      fields: { Suite: 'oldstable-security', Version: '12' },
      ...suite,
      key: await layerKey(layer),
      folder: join(folder, 'repository'),
      packages: await buildDebs(offered, join(folder, 'offered')),
    })
    await host.copyIn(join(folder, 'repository'), `${storyFolder(name)}/repository`)
    await addAptRepository(host, name, repository, `file:${storyFolder(name)}/repository`)
    await host.sh('apt-get update -qq')
  })
}

/** The same on a dnf or zypper host, with advisories of the test's making. */
export async function tellRpmStory(
  host: HostAccess,
  layer: Layer,
  name: string,
  { installed, offered }: RpmStory,
  advisories: readonly Advisory[] = [],
): Promise<void> {
  await inTemporaryFolder('story', async folder => {
    const key = await layerKey(layer)
    await buildRpms(installed, join(folder, 'installed'), key)
    await host.copyIn(join(folder, 'installed'), `${storyFolder(name)}/installed`)
    await host.sh(`rpm --install ${storyFolder(name)}/installed/*.rpm`)
    const packages = await buildRpms(offered, join(folder, 'offered'), key)
    await rpmRepository({ folder: join(folder, 'repository'), packages, advisories, key })
    await host.copyIn(join(folder, 'repository'), `${storyFolder(name)}/repository`)
    const text = repoFile([
      {
        id: name,
        uri: `file://${storyFolder(name)}/repository`,
        keyUri: 'file:///srv/testkit/public-key.asc',
        settings: { autorefresh: '1' },
      },
    ])
    const suse = layer.name === 'zypper'
    await host.writeFile(`${suse ? '/etc/zypp/repos.d' : '/etc/yum.repos.d'}/${name}.repo`, text)
    await host.sh(suse ? 'zypper --non-interactive refresh' : `dnf -y --quiet makecache --repo="$REPO"`, {
      env: { REPO: name },
    })
  })
}
