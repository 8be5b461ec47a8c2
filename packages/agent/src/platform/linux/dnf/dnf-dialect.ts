import type { Disk } from '../../../core/ports/disk.ts'

/** The three generations of one command line. */
export interface DnfDialect {
  readonly generation: 'yum3' | 'dnf4' | 'dnf5'
  readonly id: 'dnf' | 'yum'
  readonly program: string
  readonly checkUpdate: readonly string[]
  readonly listAdvisories: readonly string[]
  readonly listInstalledAdvisories: readonly string[]
  readonly advisoryInfo: readonly string[]
  readonly makeCache: readonly string[]
  /** Lists repositories that could be loaded, with their ids. */
  readonly repoList: readonly string[]
  /** Lifts `exclude=` and version locks. */
  readonly withoutExcludes: readonly string[]
  /** Options that keep a transaction within our rules. */
  readonly transaction: readonly string[]
  /** Files with the number of the process that holds dnf's own locks; rpm's is held by whoever runs rpm. */
  readonly pidFiles: readonly string[]
}

const SKIP_DEAD = '--setopt=*.skip_if_unavailable=True'

const dnf4: DnfDialect = {
  generation: 'dnf4',
  id: 'dnf',
  program: '/usr/bin/dnf',
  checkUpdate: ['-q', 'check-update'],
  listAdvisories: ['-q', 'updateinfo', 'list'],
  listInstalledAdvisories: ['-q', 'updateinfo', 'list', '--installed'],
  advisoryInfo: ['-q', 'updateinfo', 'info'],
  makeCache: ['makecache', '--refresh'],
  repoList: ['-q', 'repolist', '-v'],
  withoutExcludes: ['--disableexcludes=all', '--disableplugin=versionlock'],
  // Old kernels are never removed by us (0 = no limit), nor anything that seems no longer needed; a lock is reported, not waited for.
  transaction: [
    '--setopt=installonly_limit=0',
    '--setopt=clean_requirements_on_remove=False',
    '--setopt=exit_on_lock=True',
  ],
  pidFiles: [
    '/var/lib/dnf/rpmdb_lock.pid',
    '/var/cache/dnf/metadata_lock.pid',
    '/var/cache/dnf/download_lock.pid',
    '/var/lib/dnf/log_lock.pid',
  ],
}

const dnf5: DnfDialect = {
  ...dnf4,
  generation: 'dnf5',
  checkUpdate: ['-q', 'check-upgrade'],
  listAdvisories: ['-q', 'advisory', 'list'],
  listInstalledAdvisories: ['-q', 'advisory', 'list', '--installed'],
  advisoryInfo: ['-q', 'advisory', 'info'],
  repoList: ['-q', 'repo', 'info'],
  withoutExcludes: ['--setopt=disable_excludes=*'],
  transaction: ['--setopt=installonly_limit=0', '--setopt=clean_requirements_on_remove=False'],
  pidFiles: [],
}

const yum3: DnfDialect = {
  ...dnf4,
  generation: 'yum3',
  id: 'yum',
  program: '/usr/bin/yum',
  listInstalledAdvisories: ['-q', 'updateinfo', 'list', 'installed'],
  makeCache: ['makecache', 'fast'],
  withoutExcludes: ['--disableexcludes=all', '--disableplugin=versionlock'],
  transaction: ['--setopt=installonly_limit=0', '--setopt=clean_requirements_on_remove=0'],
  pidFiles: ['/var/run/yum.pid'],
}

/** Options of every look: from the cache alone, so that nothing is fetched and old lists go on where a mirror is away. */
export const FROM_CACHE = ['-C', SKIP_DEAD]
/** Options of a refresh. */
export const FROM_NETWORK = [SKIP_DEAD, '--setopt=timeout=30', '--setopt=retries=2']

/** By what /usr/bin/dnf leads to; yum where there is no dnf. Null: neither. */
export async function findDnfDialect(disk: Disk): Promise<DnfDialect | null> {
  const there = async (path: string) => (await disk.stat(path).catch(() => null)) !== null
  if (await there('/usr/bin/dnf')) {
    const target = await disk.readLink('/usr/bin/dnf').catch(() => null)
    return target?.split('/').at(-1) === 'dnf5' ? dnf5 : dnf4
  }
  if (await there('/usr/bin/dnf5')) return { ...dnf5, program: '/usr/bin/dnf5' }
  return (await there('/usr/bin/yum')) ? yum3 : null
}
