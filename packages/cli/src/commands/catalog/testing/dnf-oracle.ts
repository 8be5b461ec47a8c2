import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface OracleRpm {
  readonly name: string
  readonly epoch: number
  readonly version: string
  readonly release: string
  readonly arch: string
  /** `%{MODULARITYLABEL}`. */
  readonly label?: string
  /** What it provides beside itself. */
  readonly provides?: string
}

export interface DnfAnswer {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly arch: string
  readonly replacedBy: string | null
  /** null: of what replaces another, dnf is not asked. */
  readonly advisories: readonly string[] | null
}

/** Debian's dnf comes with the system's own Python, whatever other one stands before it. */
const PYTHON = '/usr/bin/python3'

/** What this machine lacks to ask dnf; '' : nothing. */
export function lackForDnf(): string {
  if (process.getuid?.() !== 0) return 'root, for a database of rpm'
  if (spawnSync('rpmbuild', ['--version']).status !== 0) return 'rpmbuild'
  return spawnSync(PYTHON, ['-c', 'import dnf, hawkey']).status === 0 ? '' : 'dnf of Python'
}

export interface DnfHost extends Disposable {
  /** Output of `rpm -qa` in a format. */
  list(format: string): string
  /** What dnf itself would upgrade from a repository with these files. */
  ask(files: Readonly<Record<'primary' | 'updateinfo' | 'modules', string>>): DnfAnswer[]
}

/** A host that has these packages, in an installroot of its own: nothing of this machine is asked or changed. `enabled`: module streams. */
export function dnfHost(installed: readonly OracleRpm[], enabled: readonly string[]): DnfHost {
  const work = mkdtempSync(join(tmpdir(), 'dnf-oracle-'))
  const root = join(work, 'root')
  // Debian's rpm keeps its database in the caller's home unless told where a system has it.
  writeFileSync(join(work, '.rpmmacros'), '%_dbpath /var/lib/rpm\n')
  const env = { PATH: process.env['PATH'], HOME: work, LC_ALL: 'C' }
  for (const folder of ['var/lib/rpm', 'etc/dnf/modules.d', 'var/log'])
    mkdirSync(join(root, folder), { recursive: true })
  for (const stream of enabled) {
    const [name = '', version = ''] = stream.split(':')
    const text = `[${name}]\nname=${name}\nstream=${version}\nprofiles=\nstate=enabled\n`
    writeFileSync(join(root, 'etc/dnf/modules.d', `${name}.module`), text)
  }
  const files = buildTogether(installed, work)
  const how = ['-i', '--justdb', '--nodeps', '--noscripts', '--ignorearch', '--nosignature', '--force']
  execFileSync('rpm', ['--root', root, ...how, ...files], { stdio: 'pipe', env })
  return {
    list: format => execFileSync('rpm', ['--root', root, '-qa', '--qf', format], { encoding: 'utf8', env }),
    ask(content) {
      const repository = join(work, 'repository')
      writeRepository(repository, content)
      const script = fileURLToPath(new URL('dnf-oracle.py', import.meta.url))
      const out = execFileSync(PYTHON, [script, root, repository], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env,
      })
      return JSON.parse(out) as DnfAnswer[]
    },
    [Symbol.dispose]: () => rmSync(work, { recursive: true, force: true }),
  }
}

/** One run of rpmbuild makes all packages whose names differ and that are of one architecture (or none): a second for hundreds. */
function buildTogether(rpms: readonly OracleRpm[], work: string): string[] {
  const specs: OracleRpm[][] = []
  for (const rpm of rpms) {
    const isOfOne = (spec: readonly OracleRpm[]) =>
      spec.every(one => one.name !== rpm.name && [one.arch, rpm.arch].filter(arch => arch !== 'noarch').length < 2) ||
      spec.every(one => one.name !== rpm.name && (one.arch === rpm.arch || one.arch === 'noarch'))
    const spec = specs.find(isOfOne)
    if (spec === undefined) specs.push([rpm])
    else spec.push(rpm)
  }
  return specs.flatMap((spec, n) => {
    const folder = join(work, `build${n}`)
    const out = join(folder, 'out')
    mkdirSync(out, { recursive: true })
    const head = 'Name: base-of-all\nVersion: 1\nRelease: 1\nSummary: x\nLicense: x\n%description\nx\n'
    const parts = spec.map(one =>
      [
        `%package -n ${one.name}`,
        'Summary: x',
        ...(one.epoch === 0 ? [] : [`Epoch: ${one.epoch}`]),
        `Version: ${one.version}`,
        `Release: ${one.release}`,
        ...(one.arch === 'noarch' ? ['BuildArch: noarch'] : []),
        ...(one.label === undefined ? [] : [`ModularityLabel: ${one.label}`]),
        ...(one.provides === undefined ? [] : [`Provides: ${one.provides}`]),
        `%description -n ${one.name}`,
        'x',
        `%files -n ${one.name}`,
      ].join('\n'),
    )
    writeFileSync(join(folder, 'all.spec'), `${head}${parts.join('\n')}\n`)
    const target = spec.find(one => one.arch !== 'noarch')?.arch ?? 'x86_64'
    // Doubled: rpmbuild would take them for the first package's own.
    const macros = { _topdir: folder, _rpmdir: out, _build_name_fmt: '%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' }
    const defines = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`])
    execFileSync('rpmbuild', ['-bb', '--quiet', '--target', target, ...defines, join(folder, 'all.spec')], {
      stdio: 'pipe',
    })
    return readdirSync(out).map(name => join(out, name))
  })
}

function writeRepository(folder: string, content: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, 'repodata'), { recursive: true })
  const files = { ...content, filelists: '<filelists xmlns="http://linux.duke.edu/metadata/filelists" packages="0"/>' }
  const data = Object.entries(files).map(([type, text]) => {
    const name = `repodata/${type}.${type === 'modules' ? 'yaml' : 'xml'}`
    writeFileSync(join(folder, name), text)
    const sum = `<checksum type="sha256">${createHash('sha256').update(text).digest('hex')}</checksum>`
    return `<data type="${type}">${sum}<location href="${name}"/><timestamp>1</timestamp><size>${Buffer.byteLength(text)}</size></data>`
  })
  writeFileSync(
    join(folder, 'repodata/repomd.xml'),
    `<repomd xmlns="http://linux.duke.edu/metadata/repo"><revision>1</revision>${data.join('')}</repomd>`,
  )
}
