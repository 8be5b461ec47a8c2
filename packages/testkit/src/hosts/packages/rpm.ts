import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outputOf } from '../command.ts'
import { layOut, type PackageFiles } from './package-files.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { inParallel } from './in-parallel.ts'
import { type SigningKey, withKey } from './signing-key.ts'

/** A binary package for rpm. Nothing is required automatically: hosts' rpm databases hold only what tests made. */
export interface RpmPackage {
  readonly name: string
  /** Default 0, which rpm then does not write. */
  readonly epoch?: number
  readonly version: string
  readonly release: string
  /** Default `noarch`. */
  readonly arch?: string
  readonly summary?: string
  /** Lines of the spec's preamble by tag, in the order given: `['Requires', 'acorn >= 1']`, `['Obsoletes', …]`, `['Vendor', …]`. */
  readonly tags?: readonly (readonly [tag: string, value: string])[]
  /** Default: one text file in /usr/share/<name>, named so that several versions can be installed side by side. */
  readonly files?: PackageFiles
  /** Paths among `files` marked %config(noreplace). */
  readonly configFiles?: readonly string[]
  readonly scripts?: Readonly<Partial<Record<'pre' | 'post' | 'preun' | 'postun' | 'posttrans', string>>>
}

/** NEVRA as dnf prints it, with the epoch only when there is one. */
export function nevra(rpm: RpmPackage): string {
  const epoch = rpm.epoch ? `${String(rpm.epoch)}:` : ''
  return `${rpm.name}-${epoch}${rpm.version}-${rpm.release}.${rpm.arch ?? 'noarch'}`
}

/** Builds packages in `folder`, signs them when there is a key, and returns their paths. About 0.15 s each. */
export async function buildRpms(rpms: readonly RpmPackage[], folder: string, key?: SigningKey): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const paths = await inParallel(rpms, rpm => buildRpm(rpm, folder))
  if (key && paths.length > 0) {
    // Debian's rpm looks for gpg in a place of its own.
    const macros = { __gpg: '/usr/bin/gpg', _gpg_name: key.fingerprint, _gpg_sign_cmd_extra_args: '--batch --no-tty' }
    await withKey(key, env => outputOf(['rpmsign', ...defines(macros), '--addsign', ...paths], { env }))
  }
  return paths
}

function buildRpm(rpm: RpmPackage, folder: string): Promise<string> {
  const arch = rpm.arch ?? 'noarch'
  return inTemporaryFolder('rpm', async work => {
    const files = rpm.files ?? { [`/usr/share/${rpm.name}/${rpm.version}-${rpm.release}`]: `${nevra(rpm)}\n` }
    const tree = join(work, 'tree')
    mkdirSync(tree)
    layOut(tree, files)
    const spec = join(work, 'package.spec')
    writeFileSync(spec, specText(rpm, Object.keys(files), tree))
    const macros = {
      _topdir: join(work, 'top'),
      _rpmdir: work,
      _build_name_fmt: 'built.rpm',
      // No work on the files beyond ours: no build ids in /usr/lib, no stripping, no compressed manual pages.
      _build_id_links: 'none',
      debug_package: '%{nil}',
      __os_install_post: '%{nil}',
    }
    await outputOf(['rpmbuild', '-bb', '--quiet', '--target', arch, ...defines(macros), spec])
    const path = join(folder, `${rpm.name}-${rpm.version}-${rpm.release}.${arch}.rpm`)
    copyFileSync(join(work, 'built.rpm'), path)
    return path
  })
}

function defines(macros: Readonly<Record<string, string>>): string[] {
  return Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`])
}

function specText(rpm: RpmPackage, paths: readonly string[], tree: string): string {
  const config = new Set(rpm.configFiles)
  const tags: (readonly [string, string])[] = [
    ['Name', rpm.name],
    ...(rpm.epoch ? ([['Epoch', String(rpm.epoch)]] as const) : []),
    ['Version', rpm.version],
    ['Release', rpm.release],
    ['Summary', rpm.summary ?? `${rpm.name}, made for a test`],
    ['License', 'Apache-2.0'],
    ...(rpm.arch === undefined || rpm.arch === 'noarch' ? ([['BuildArch', 'noarch']] as const) : []),
    ['AutoReqProv', 'no'],
    ...(rpm.tags ?? []),
  ]
  const lines = tags.map(([tag, value]) => `${tag}: ${value}`)
  lines.push('%description', `${rpm.name}, made for a test`, '%install', `cp -a ${tree}/. %{buildroot}/`)
  for (const [name, text] of Object.entries(rpm.scripts ?? {})) lines.push(`%${name}`, text)
  lines.push('%files', '%defattr(-,root,root,-)')
  for (const path of paths) lines.push(config.has(path) ? `%config(noreplace) "${path}"` : `"${path}"`)
  return `${lines.join('\n')}\n`
}
