const VENDORS = 500

/** Three manifests for each version of each package, as the community's repository has them; made from their numbers alone. */
export function* wingetArchive(packages: number, versions: number): Generator<{ name: string; text: string }> {
  for (let n = 0; n < packages; n++) {
    const vendor = `Vendor${n % VENDORS}`
    const id = `${vendor}.Program${n}`
    for (let v = 0; v < versions; v++) {
      const version = `${1 + Math.floor(v / 10)}.${v % 10}.${n % 97}`
      const folder = `winget-pkgs-master/manifests/v/${vendor}/Program${n}/${version}/${id}`
      const head = `PackageIdentifier: ${id}\nPackageVersion: ${version}\n`
      yield {
        name: `${folder}.yaml`,
        text: `${head}DefaultLocale: en-US\nManifestType: version\nManifestVersion: 1.10.0\n`,
      }
      yield { name: `${folder}.installer.yaml`, text: `${head}${installers(n, v, version)}` }
      yield { name: `${folder}.locale.en-US.yaml`, text: `${head}${locale(vendor, n)}` }
    }
  }
}

function installers(n: number, v: number, version: string): string {
  const installer = (architecture: string, at: number): string => {
    const hash = (n * 1_000_003 + v * 101 + at).toString(16).toUpperCase().padStart(64, 'A')
    return `- Architecture: ${architecture}\n  InstallerUrl: https://downloads.example/${n}/${version}/setup-${architecture}.exe\n  InstallerSha256: ${hash}\n  ProductCode: '{${hash.slice(0, 8)}-1111-2222-3333-${hash.slice(-12)}}'\n`
  }
  return `InstallerType: nullsoft\nScope: machine\nInstallerSwitches:\n  Silent: /S\n  SilentWithProgress: /S\nUpgradeBehavior: install\nReleaseDate: 2025-0${1 + (v % 9)}-1${n % 9}\nAppsAndFeaturesEntries:\n- DisplayName: Program ${n} ${version}\n  DisplayVersion: ${version}\n  Publisher: Vendor ${n % VENDORS} Ltd.\nInstallers:\n${['x86', 'x64', 'arm64'].map(installer).join('')}ManifestType: installer\nManifestVersion: 1.10.0\n`
}

const locale = (vendor: string, n: number): string =>
  `PackageLocale: en-US\nPublisher: Vendor ${n % VENDORS} Ltd.\nPublisherUrl: https://${vendor.toLowerCase()}.example/\nPublisherSupportUrl: https://${vendor.toLowerCase()}.example/support\nPackageName: Program ${n}\nPackageUrl: https://${vendor.toLowerCase()}.example/program${n}\nLicense: Proprietary\nCopyright: Copyright (c) Vendor ${n % VENDORS}\nShortDescription: Does what program ${n} is for, at home and at work.\nTags:\n- one\n- two\n- three\nReleaseNotesUrl: https://${vendor.toLowerCase()}.example/notes\nManifestType: defaultLocale\nManifestVersion: 1.10.0\n`
