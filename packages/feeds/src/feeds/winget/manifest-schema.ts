import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

// Manifest schemas 1.0 to 1.12 of winget-cli (schemas/JSON/manifests): only what is used. Every plain value of the YAML is text.

const MOST_ENTRIES = 500
const text = Type.Optional(Type.String({ maxLength: 10_000 }))
const listOf = <T extends Type.TSchema>(item: T) => Type.Optional(Type.Array(item, { maxItems: MOST_ENTRIES }))

const entrySchema = Type.Object({
  DisplayName: text,
  Publisher: text,
  DisplayVersion: text,
  ProductCode: text,
  UpgradeCode: text,
  InstallerType: text,
})

/** May stand at the root and be inherited, or on one installer. */
const inheritedFields = {
  InstallerLocale: text,
  InstallerType: text,
  NestedInstallerType: text,
  Scope: text,
  InstallerSwitches: Type.Optional(Type.Object({ Silent: text, SilentWithProgress: text, Custom: text })),
  InstallerSuccessCodes: listOf(Type.String()),
  ExpectedReturnCodes: listOf(Type.Object({ InstallerReturnCode: text, ReturnResponse: text })),
  PackageFamilyName: text,
  ProductCode: text,
  ReleaseDate: text,
  AppsAndFeaturesEntries: listOf(entrySchema),
}

const installerSchema = Type.Object({
  ...inheritedFields,
  Architecture: Type.String(),
  InstallerUrl: Type.String(),
  InstallerSha256: Type.String(),
})

const localeFields = {
  Publisher: text,
  PackageName: text,
  PackageUrl: text,
  ReleaseNotesUrl: text,
}

const anySchema = Type.Object({
  PackageIdentifier: Type.String(),
  PackageVersion: Type.String(),
  ManifestType: Type.String(),
  ManifestVersion: Type.String(),
})

const installersSchema = Type.Object({
  ...inheritedFields,
  Channel: text,
  Installers: Type.Array(installerSchema, { minItems: 1, maxItems: MOST_ENTRIES }),
})

const localeSchema = Type.Object(localeFields)

export type Installer = Static<typeof installerSchema>
export type InstallerManifest = Static<typeof installersSchema>
export type LocaleManifest = Static<typeof localeSchema>
export type AnyManifest = Static<typeof anySchema>

export const manifestCheck = Compile(anySchema)
export const installersCheck = Compile(installersSchema)
export const localeCheck = Compile(localeSchema)
