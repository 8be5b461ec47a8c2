import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outputOf, systemEnvironment } from '../command.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { inParallel } from './in-parallel.ts'
import { layOut, type PackageFiles } from './package-files.ts'

/** A binary package for dpkg. Names of fields as deb-control(5) has them, in camel case. */
export interface DebPackage {
  readonly name: string
  readonly version: string
  /** Default `all`. */
  readonly architecture?: string
  /** `name` or `name (version)`, as in a package whose source is named or versioned otherwise. */
  readonly source?: string
  readonly depends?: string
  /** Any other control field, by its own name: `Pre-Depends`, `Breaks`, `Phased-Update-Percentage`… */
  readonly fields?: Readonly<Record<string, string>>
  /** Default: one text file in /usr/share/<name> that holds the version. */
  readonly files?: PackageFiles
  /** Paths among `files` that dpkg treats as configuration. */
  readonly conffiles?: readonly string[]
  readonly scripts?: Readonly<Partial<Record<'preinst' | 'postinst' | 'prerm' | 'postrm', string>>>
  /** Content of DEBIAN/triggers. */
  readonly triggers?: string
}

/** Builds packages in `folder` and returns their paths. About 20 ms each. */
export function buildDebs(debs: readonly DebPackage[], folder: string): Promise<string[]> {
  return inParallel(debs, deb => buildDeb(deb, folder))
}

/** One package; see {@link buildDebs}. */
export function buildDeb(deb: DebPackage, folder: string): Promise<string> {
  const architecture = deb.architecture ?? 'all'
  return inTemporaryFolder('deb', async tree => {
    layOut(tree, deb.files ?? { [`/usr/share/${deb.name}/version`]: `${deb.version}\n` })
    const control = join(tree, 'DEBIAN')
    mkdirSync(control)
    writeFileSync(join(control, 'control'), controlText(deb, architecture))
    if (deb.conffiles) writeFileSync(join(control, 'conffiles'), deb.conffiles.map(path => `${path}\n`).join(''))
    if (deb.triggers !== undefined) writeFileSync(join(control, 'triggers'), deb.triggers)
    for (const [name, text] of Object.entries(deb.scripts ?? {})) {
      writeFileSync(join(control, name), `#!/bin/sh\nset -e\n${text}\n`)
      chmodSync(join(control, name), 0o755)
    }
    chmodSync(tree, 0o755) // a temporary folder is 0700, which the package would give to /
    mkdirSync(folder, { recursive: true })
    // dpkg-name(1)'s form: the epoch stays out of the file name.
    const path = join(folder, `${deb.name}_${deb.version.replace(/^\d+:/, '')}_${architecture}.deb`)
    // dpkg-deb(1): no file is newer than this, so the same package built twice is the same file, as one that a distribution
    // copies from suite to suite. apt shows one version with two origins only then.
    const env = { ...systemEnvironment(), SOURCE_DATE_EPOCH: '1767225600' }
    await outputOf(['dpkg-deb', '--root-owner-group', '-Zgzip', '-z1', '--build', tree, path], { env })
    return path
  })
}

function controlText(deb: DebPackage, architecture: string): string {
  const fields: Record<string, string | undefined> = {
    Package: deb.name,
    Source: deb.source,
    Version: deb.version,
    Architecture: architecture,
    Maintainer: 'Patchyard tests <tests@patchyard.invalid>',
    Section: 'misc',
    Priority: 'optional',
    Depends: deb.depends,
    ...deb.fields,
    Description: deb.fields?.['Description'] ?? `${deb.name}, made for a test`,
  }
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value ?? ''}\n`)
    .join('')
}
