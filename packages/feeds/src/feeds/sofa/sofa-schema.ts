import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

// The feed's own schemas v1 and v2 (macadmins/sofa); member names of installers are in capitals in v2 and small in v1.

const optionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const texts = Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: 5000 }), Type.Null()]))

const releaseSchema = Type.Object({
  UpdateName: optionalText,
  ProductVersion: Type.String(),
  Build: optionalText,
  ReleaseDate: optionalText,
  SecurityInfo: optionalText,
  SupportedDevices: texts,
  CVEs: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
  ActivelyExploitedCVEs: texts,
  SupersededBy: Type.Optional(Type.Union([Type.Object({ ProductVersion: optionalText }), Type.Null()])),
})

const improvementSchema = Type.Object({
  Version: Type.String(),
  VersionExtra: optionalText,
  Build: Type.String(),
  PostingDate: optionalText,
  SecurityInfo: optionalText,
  SupportedDevices: texts,
  CVEs: texts,
  SupersededBy: Type.Optional(Type.Union([Type.Object({ ProductVersion: optionalText }), Type.Null()])),
})

const installerSchema = Type.Object({
  Version: optionalText,
  Build: optionalText,
  URL: optionalText,
  Size: Type.Optional(Type.Unknown()),
  version: optionalText,
  build: optionalText,
  url: optionalText,
  size: Type.Optional(Type.Unknown()),
})

const feedSchema = Type.Object({
  UpdateHash: optionalText,
  LastCheck: optionalText,
  OSVersions: Type.Array(
    Type.Object({
      OSVersion: Type.String(),
      Latest: Type.Optional(Type.Unknown()),
      SecurityReleases: Type.Array(Type.Unknown(), { maxItems: 1000 }),
    }),
    { minItems: 1, maxItems: 100 },
  ),
  InstallationApps: Type.Optional(
    Type.Object({
      LatestUMA: Type.Optional(Type.Unknown()),
      AllPreviousUMA: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 2000 })),
    }),
  ),
  BackgroundSecurityImprovements: Type.Optional(
    Type.Record(Type.String(), Type.Array(Type.Unknown(), { maxItems: 1000 })),
  ),
})

export type Release = Static<typeof releaseSchema>
export type Improvement = Static<typeof improvementSchema>
export type SofaFeed = Static<typeof feedSchema>
export const releaseCheck = Compile(releaseSchema)
export const improvementCheck = Compile(improvementSchema)
export const installerCheck = Compile(installerSchema)
export const feedCheck = Compile(feedSchema)
