import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { Detection, PatchFile, PatchRecord } from '../../records/patch-record.ts'
import type { Rejection } from '../../records/record.ts'
import { fileOf, inherited, preferred, rebootOf } from './installers.ts'
import type { Installer, InstallerManifest, LocaleManifest } from './manifest-schema.ts'

export interface PackageVersion {
  readonly id: string
  readonly version: string
  readonly installers: InstallerManifest
  readonly locale: LocaleManifest | null
}

const MOST_CODES = 500

/** Installers that cannot be used are rejections of their own; without any that can there is no patch. */
export function mapPackage({ id, version, installers, locale }: PackageVersion): (PatchRecord | Rejection)[] {
  const rejections: Rejection[] = []
  const all = installers.Installers.map(installer => inherited(installers, installer))
  const files: PatchFile[] = []
  for (const [i, installer] of all.entries()) {
    const file = fileOf(installer)
    if (typeof file !== 'string') files.push(file)
    else rejections.push({ kind: 'rejected', where: `${id} ${version} installer ${i + 1}`, reason: file })
  }
  if (files.length === 0) return rejections
  const publisher = lineOf(locale?.Publisher ?? '', 200)
  const name = lineOf(locale?.PackageName ?? '', 200)
  const shown = name === '' ? id : name
  const channel = lineOf(installers.Channel ?? '', 16).replace(/[@/\s]/g, '-')
  const track = `winget:${id}${channel === '' ? '' : `/${channel}`}`
  const issued = all.flatMap(installer => instantOf(installer.ReleaseDate ?? '') ?? [])
  const patch: PatchRecord = {
    kind: 'patch',
    key: `${track}@${version}`,
    title: lineOf(`${shown} ${version}`),
    platform: 'windows',
    vendor: publisher,
    products: [shown],
    families: [shown],
    track,
    version,
    versionScheme: 'winget',
    category: '',
    isSecurity: false,
    vendorSeverity: '',
    severity: '',
    cves: [],
    advisories: [],
    references: [locale?.ReleaseNotesUrl, locale?.PackageUrl]
      .map(url => publicUrl(url ?? ''))
      .filter(url => url !== ''),
    issuedAtMs: issued.length === 0 ? null : Math.max(...issued),
    updatedAtMs: null,
    reboot: rebootOf(files),
    downloadMethod: 'automatic',
    files,
    detection: detectionOf(all, { name, publisher, version }),
    install: preferred(files)?.install ?? null,
    deprecated: null,
  }
  return [...rejections, patch]
}

function detectionOf(
  installers: readonly Installer[],
  own: { readonly name: string; readonly publisher: string; readonly version: string },
): Detection {
  const entries = installers.flatMap(installer => installer.AppsAndFeaturesEntries ?? [])
  const names = [
    ...(own.name === '' ? [] : [{ name: own.name, publisher: own.publisher }]),
    ...entries.flatMap(entry => {
      const name = lineOf(entry.DisplayName ?? '', 200)
      return name === '' ? [] : [{ name, publisher: lineOf(entry.Publisher ?? own.publisher, 200) }]
    }),
  ]
  return {
    kind: 'windowsApplication',
    productCodes: codes([...installers, ...entries].map(one => one.ProductCode)),
    upgradeCodes: codes(entries.map(entry => entry.UpgradeCode)),
    packageFamilyNames: codes(installers.map(installer => installer.PackageFamilyName)),
    names: [...new Map(names.map(one => [`${one.name}\n${one.publisher}`, one])).values()].slice(0, MOST_CODES),
    displayVersions: displayVersionsOf(installers, own.version),
    architectures: [...new Set(installers.map(installer => installer.Architecture.toLowerCase().slice(0, 32)))],
  }
}

/** What the Uninstall key may say: where only some installers declare a version of their own, the others write the package's. */
function displayVersionsOf(installers: readonly Installer[], version: string): string[] {
  const declared = new Set<string>()
  for (const installer of installers) {
    const own = (installer.AppsAndFeaturesEntries ?? []).map(entry => lineOf(entry.DisplayVersion ?? '', 128))
    for (const one of own.length === 0 ? [''] : own) declared.add(one === '' ? version : one)
  }
  return declared.size === 1 && declared.has(version) ? [] : [...declared]
}

const codes = (all: readonly (string | undefined)[]): string[] =>
  [...new Set(all.map(code => lineOf(code ?? '', 255)))].filter(code => code !== '').slice(0, MOST_CODES)
