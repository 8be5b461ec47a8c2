import type { Disk } from '../../../core/ports/disk.ts'

/** Marks of the files that apt's answers are made of: the same mark, the same answer. Compared, never read. */
export interface AptMarks {
  /** dpkg's database. */
  readonly dpkg: string
  /** Lists and settings: what is offered, from where, with which priority. */
  readonly offer: string
  /** Both, and which packages are automatic: all that a simulation looks at. */
  readonly all: string
}

const DPKG = '/var/lib/dpkg'
const SETTINGS = ['/etc/apt', '/etc/apt/apt.conf.d', '/etc/apt/preferences.d', '/etc/apt/sources.list.d']
const LARGEST_SETTINGS_FILE = 1024 * 1024

/**
 * Inode, size and date of modification of each file: dpkg and apt replace their files whole (rename), so a change shows in all three.
 * Null where that would not tell: something cannot be read, or the settings name folders of their own (`Dir::…`, apt.conf(5)), and nobody
 * looks at those here.
 */
export async function readAptMarks(disk: Disk): Promise<AptMarks | null> {
  try {
    if (await hasOwnFolders(disk)) return null
    const status = await markOf(disk, `${DPKG}/status`)
    if (status === '') return null
    const dpkg = [status, await markOf(disk, `${DPKG}/arch`), ...(await marksIn(disk, `${DPKG}/updates`))].join('\n')
    const folders = await Promise.all(['/var/lib/apt/lists', ...SETTINGS].map(folder => marksIn(disk, folder)))
    const offer = [dpkg.split('\n')[1], ...folders.flat()].join('\n')
    return { dpkg, offer, all: [dpkg, offer, await markOf(disk, '/var/lib/apt/extended_states')].join('\n') }
  } catch {
    // Unreadable: nothing is known to be unchanged, and everything is asked again.
    return null
  }
}

async function marksIn(disk: Disk, folder: string): Promise<string[]> {
  const entries = (await disk.stat(folder)) === null ? [] : await disk.list(folder)
  // Folders are listed for themselves, and their dates change with what is not ours (lists/partial).
  const files = entries.filter(entry => entry.kind !== 'directory')
  return await Promise.all(files.map(entry => markOf(disk, `${folder}/${entry.name}`)))
}

async function markOf(disk: Disk, path: string): Promise<string> {
  const stat = await disk.stat(path)
  return stat === null ? '' : `${path} ${stat.inode} ${stat.size} ${stat.mtimeMs}`
}

async function hasOwnFolders(disk: Disk): Promise<boolean> {
  const folder = '/etc/apt/apt.conf.d'
  const parts = (await disk.stat(folder)) === null ? [] : await disk.list(folder)
  const files = ['/etc/apt/apt.conf', ...parts.map(entry => `${folder}/${entry.name}`)]
  for (const file of files) {
    const stat = await disk.stat(file)
    if (stat?.kind !== 'file') continue
    const text = await disk.readText(file, LARGEST_SETTINGS_FILE)
    // Comments count too: a word too many only costs a run of apt. Caches and logs are no answers.
    if (/\bDir\b(?!::(?:Cache|Log)\b)/i.test(text)) return true
  }
  return false
}
