import { FeedError } from '../../feed/feed-error.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { isSuse } from '../../fields/suse.ts'

export interface RepositoryContext {
  /** As agents write it into patch keys: os-release's ID. */
  readonly distro: string
  readonly release: string
  readonly repository: string
  /** Patches of SUSE are things of their own that zypper installs by name (decisions.md §1.1). */
  readonly isSuse: boolean
  /** "AlmaLinux", and what it is called with its release: "AlmaLinux 9". */
  readonly vendor: string
  readonly product: string
}

const names: Readonly<Record<string, string>> = {
  almalinux: 'AlmaLinux',
  amzn: 'Amazon Linux',
  centos: 'CentOS',
  fedora: 'Fedora',
  ol: 'Oracle Linux',
  'opensuse-leap': 'openSUSE Leap',
  'opensuse-tumbleweed': 'openSUSE Tumbleweed',
  rhel: 'Red Hat Enterprise Linux',
  rocky: 'Rocky Linux',
  sled: 'SUSE Linux Enterprise Desktop',
  sles: 'SUSE Linux Enterprise Server',
}

/** Throws FeedError `feed_unknown` where the source does not say for which system it is. */
export function repositoryContext(options: Readonly<Record<string, string>>): RepositoryContext {
  const distro = (options['distro'] ?? '').toLowerCase().replace(/[^a-z0-9._-]/g, '-')
  const release = lineOf(options['release'] ?? '', 40)
  if (distro === '' || release === '')
    throw new FeedError('feed_unknown', 'options distro and release are needed: an RPM repository does not tell')
  const vendor = (Object.hasOwn(names, distro) ? names[distro] : undefined) ?? distro
  return {
    distro,
    release,
    repository: lineOf(options['repository'] ?? '', 200),
    isSuse: isSuse(distro),
    vendor,
    product: `${vendor} ${release}`,
  }
}
