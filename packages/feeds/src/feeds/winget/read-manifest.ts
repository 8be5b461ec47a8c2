import { FeedError } from '../../feed/feed-error.ts'
import { parseYaml } from '../../bytes/yaml.ts'
import {
  type AnyManifest,
  type InstallerManifest,
  installersCheck,
  localeCheck,
  type LocaleManifest,
  manifestCheck,
} from './manifest-schema.ts'
import { parsePlainYaml } from './plain-yaml.ts'

/** One file of the up to many that describe a version of a package. */
export interface ManifestPart {
  readonly id: string
  readonly version: string
  readonly installers: InstallerManifest | null
  readonly locale: LocaleManifest | null
}

/** Part by part: no blanks, nothing that a path or a key would mistake (`packageIdentifier` of the manifest schemas). */
const idForm = /^[^.\s\\/:*?"<>|@\u0000-\u001f]{1,32}(?:\.[^.\s\\/:*?"<>|@\u0000-\u001f]{1,32}){1,7}$/
const versionForm = /^[^\\/:*?"<>|@\u0000-\u001f]{1,128}$/

/** Throws FeedError `feed_malformed` with the end of a sentence: what is wrong with this manifest. */
export function readManifest(text: string): ManifestPart {
  const value = parsePlainYaml(text) ?? parseYaml(text, { mostAliases: 100 })
  if (!manifestCheck.Check(value))
    throw malformed('has no PackageIdentifier, PackageVersion, ManifestType and -Version')
  const manifest: AnyManifest = value
  const id = manifest.PackageIdentifier
  const version = manifest.PackageVersion.trim()
  if (!idForm.test(id)) throw malformed('has a PackageIdentifier that is none')
  if (version === '' || !versionForm.test(version)) throw malformed('has a PackageVersion that is none')
  if (!/^1\.\d+(?:\.\d+)?$/.test(manifest.ManifestVersion)) throw malformed('is of a ManifestVersion other than 1')
  const type = manifest.ManifestType.toLowerCase()
  const isWhole = type === 'singleton' || type === 'merged'
  return {
    id,
    version,
    installers: isWhole || type === 'installer' ? installersOf(value) : null,
    locale: isWhole || type === 'defaultlocale' ? localeOf(value) : null,
  }
}

function installersOf(value: unknown): InstallerManifest {
  if (installersCheck.Check(value)) return value
  const [error] = installersCheck.Errors(value)
  throw malformed(`is no installer manifest: ${(error?.instancePath ?? '').slice(0, 100)} ${error?.message ?? ''}`)
}

function localeOf(value: unknown): LocaleManifest {
  if (localeCheck.Check(value)) return value
  throw malformed('is no locale manifest')
}

const malformed = (reason: string): FeedError => new FeedError('feed_malformed', reason)
