import { lineOf } from '../../fields/plain-text.ts'
import { sha256Of } from '../../fields/hashes.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { InstallRules, PatchFile } from '../../records/patch-record.ts'
import type { Installer, InstallerManifest } from './manifest-schema.ts'

/** An installer with what it inherits from the root of its manifest. */
export function inherited(manifest: InstallerManifest, installer: Installer): Installer {
  const { Installers: _, Channel: __, ...root } = manifest
  // Switches are joined key by key, all else is taken whole (winget-cli, ManifestYamlPopulator).
  return { ...root, ...installer, InstallerSwitches: { ...root.InstallerSwitches, ...installer.InstallerSwitches } }
}

/** An installer's file with its own arguments; the end of a sentence when it cannot be used. */
export function fileOf(installer: Installer): PatchFile | string {
  const url = publicUrl(installer.InstallerUrl)
  if (url === '') return 'has an InstallerUrl that is no public address'
  const sha256 = sha256Of(installer.InstallerSha256)
  if (sha256 === null) return 'has an InstallerSha256 that is none'
  return {
    url,
    sha256,
    bytes: null,
    arch: installer.Architecture.toLowerCase().slice(0, 32),
    install: rulesOf(installer),
  }
}

/** msi, wix …; of an archive with what is in it: "zip/wix". */
export function typeOf(installer: Installer): string {
  const type = (installer.InstallerType ?? '').toLowerCase()
  const nested = (installer.NestedInstallerType ?? '').toLowerCase()
  return (nested === '' ? type : `${type}/${nested}`).slice(0, 40)
}

export function rulesOf(installer: Installer): InstallRules {
  const type = typeOf(installer)
  const kind = type.split('/').at(-1) ?? ''
  const silent = installer.InstallerSwitches?.Silent ?? installer.InstallerSwitches?.SilentWithProgress
  const custom = installer.InstallerSwitches?.Custom ?? ''
  return {
    type,
    silentArguments: lineOf(`${silent ?? defaultSilent[kind] ?? ''} ${custom}`, 1000),
    successCodes: [...new Set([0, ...(installer.InstallerSuccessCodes ?? []).flatMap(codeOf)])],
    rebootCodes: [...new Set([...(isMsi(kind) ? [3010, 1641] : []), ...rebootCodesOf(installer)])],
    scope: (installer.Scope ?? '').toLowerCase().slice(0, 20),
  }
}

/** Which of a package's installers is taken where nothing else decides: for the machine before for a user, msi before others. */
export function preferred(files: readonly PatchFile[]): PatchFile | null {
  const rank = (file: PatchFile): number => {
    const rules = file.install
    const scope = rules?.scope === 'machine' ? 0 : rules?.scope === '' ? 1 : 2
    const order = ['msi', 'wix', 'burn', 'inno', 'nullsoft', 'exe', 'msix', 'appx']
    const type = order.indexOf(rules?.type ?? '')
    return scope * 100 + (type === -1 ? order.length : type)
  }
  let best: PatchFile | null = null
  for (const file of files) if (best === null || rank(file) < rank(best)) best = file
  return best
}

/** 3010 may come from any MSI; archives, fonts and store packages never ask for one. */
export function rebootOf(files: readonly PatchFile[]): 'never' | 'maybe' | null {
  const rules = files.flatMap(file => file.install ?? [])
  if (rules.some(one => one.rebootCodes.length > 0)) return 'maybe'
  const quiet = new Set(['msix', 'appx', 'portable', 'zip/portable', 'font', 'zip/font'])
  return rules.length > 0 && rules.every(one => quiet.has(one.type)) ? 'never' : null
}

// winget-cli, src/AppInstallerCommonCore/Manifest/ManifestCommon.cpp, GetDefaultKnownSwitches. Of `exe` nothing is known.
const defaultSilent: Readonly<Record<string, string>> = {
  msi: '/quiet /norestart',
  wix: '/quiet /norestart',
  burn: '/quiet /norestart',
  nullsoft: '/S',
  inno: '/SP- /VERYSILENT /SUPPRESSMSGBOXES /NORESTART',
}

const isMsi = (kind: string): boolean => kind === 'msi' || kind === 'wix' || kind === 'burn'

const rebootCodesOf = (installer: Installer): number[] =>
  (installer.ExpectedReturnCodes ?? []).flatMap(({ ReturnResponse = '', InstallerReturnCode = '' }) =>
    // "rebootRequiredForInstall" is a failure: nothing was installed.
    ReturnResponse === 'rebootRequiredToFinish' || ReturnResponse === 'rebootInitiated'
      ? codeOf(InstallerReturnCode)
      : [],
  )

/** Exit codes are 32 bits, written with or without a sign. */
function codeOf(text: string): number[] {
  const code = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  return code >= -(2 ** 31) && code < 2 ** 32 ? [code] : []
}
