import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface OracleFiles {
  /** dpkg's status file. */
  readonly status: string
  readonly repositories: readonly OracleRepository[]
  readonly machineId?: string
}

export interface OracleRepository {
  /** Of its address and its files: "debian-security". */
  readonly folder: string
  readonly suite: string
  readonly inRelease: string
  /** By architecture, unpacked. */
  readonly packages: Readonly<Record<string, string>>
}

/** One upgrade as apt's own `Inst` line says it. */
export interface AptUpgrade {
  readonly name: string
  readonly arch: string
  readonly from: string
  readonly to: string
  readonly isSecurity: boolean
}

/** Whether this machine has an apt to ask. */
export const hasApt = (): boolean => spawnSync('apt-get', ['--version']).status === 0

/** What apt itself would upgrade on a host of amd64 and i386 that has these files and nothing else; nothing of this machine is asked or changed. */
export function askApt(
  { status, repositories, machineId }: OracleFiles,
  verb: 'upgrade' | 'dist-upgrade',
): AptUpgrade[] {
  const root = mkdtempSync(join(tmpdir(), 'apt-oracle-'))
  try {
    for (const folder of ['lists/partial', 'cache/archives/partial', 'etc/apt.conf.d', 'etc/preferences.d'])
      mkdirSync(join(root, folder), { recursive: true })
    const sources = repositories.map(({ folder, suite, inRelease, packages }) => {
      const list = join(root, 'lists', `archive.test_${folder}_dists_${suite}`)
      writeFileSync(`${list}_InRelease`, inRelease)
      for (const [arch, text] of Object.entries(packages)) writeFileSync(`${list}_main_binary-${arch}_Packages`, text)
      const architectures = Object.keys(packages).join(',')
      return `deb [trusted=yes arch=${architectures}] http://archive.test/${folder} ${suite} main\n`
    })
    writeFileSync(join(root, 'status'), status)
    writeFileSync(join(root, 'etc/sources.list'), sources.join(''))
    const options = {
      'Dir::State': root,
      'Dir::State::status': join(root, 'status'),
      'Dir::State::lists': join(root, 'lists'),
      'Dir::State::extended_states': join(root, 'extended_states'),
      'Dir::Cache': join(root, 'cache'),
      'Dir::Etc': join(root, 'etc'),
      'APT::Architecture': 'amd64',
      'Debug::NoLocking': '1',
      'APT::Machine-ID': machineId ?? '',
    }
    const args = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
    const native = ['-o', 'APT::Architectures::=amd64', '-o', 'APT::Architectures::=i386']
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', APT_CONFIG: '/dev/null' }
    return readInst(execFileSync('apt-get', [...args, ...native, '-s', verb], { env, encoding: 'utf8', stdio: 'pipe' }))
  } finally {
    rmSync(root, { recursive: true })
  }
}

const readInst = (text: string): AptUpgrade[] =>
  text.split('\n').flatMap(line => {
    const match = /^Inst (\S+?)(?::\S+)? \[(\S+)\] \((\S+) (.*) \[(\S+)\]\)/.exec(line)
    if (match === null) return []
    const [, name = '', from = '', to = '', origins = '', arch = ''] = match
    return [{ name, arch, from, to, isSecurity: /Debian-Security:|-security\b/.test(origins) }]
  })
