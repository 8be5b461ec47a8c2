import type { HostAccess } from './host-access.ts'
import type { AptRepository } from './packages/apt-repository.ts'

/**
 * Lets a host fetch its layer's repositories from `uri` (serveFiles of the layer's `srv/`) and not from its own disk.
 * dnf asks once per address whether the key of signed metadata is welcome; here it is told yes, as an administrator does.
 */
export async function fetchFrom(host: HostAccess, uri: string): Promise<void> {
  await host.sh(
    `for file in /etc/apt/sources.list.d/*.sources /etc/yum.repos.d/*.repo /etc/zypp/repos.d/*.repo; do
       [ ! -e "$file" ] || sed -i -E "/^(URIs:|baseurl=)/ s#file:/+srv/testkit#$URI#" "$file"
     done
     [ ! -x /usr/bin/dnf ] || dnf -y --quiet makecache`,
    { env: { URI: uri } },
  )
}

/** Adds a repository to an apt host; `uri` is where the host reaches it. Lists are not fetched. */
export async function addAptRepository(
  host: HostAccess,
  name: string,
  repository: AptRepository,
  uri: string,
): Promise<void> {
  await host.writeFile(`/etc/apt/sources.list.d/${name}.sources`, repository.sources(uri))
}

/** Leaves a Debian host with our own packages only: apt then reads 20 kB of lists and not 50 MB, which many short tests feel. */
export async function withoutDebianArchives(host: HostAccess): Promise<void> {
  await host.sh('rm -f /etc/apt/sources.list.d/debian.sources && apt-get update -qq')
}
