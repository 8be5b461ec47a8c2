import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, Nullable } from './common.ts'
import { FoundList } from './queries.ts'

export const Patch = Type.Object(
  {
    id: Id,
    key: Type.String({ examples: ['deb:debian/bookworm/openssl@3.0.19-1~deb12u2'] }),
    title: Type.String(),
    platform: Type.String(),
    category: Type.String(),
    severity: Type.String(),
    vendor: Type.String(),
    vendorSeverity: Type.String(),
    isSecurity: Type.Boolean(),
    advisories: Type.Array(Type.String()),
    cves: Type.Array(Type.String()),
    cvss: Nullable(Type.Number({ description: 'Highest of its CVEs.' })),
    epss: Nullable(Type.Number({ description: 'Highest of its CVEs.' })),
    kev: Type.Boolean({ description: 'One of its CVEs is known to be exploited.' }),
    missingCount: Type.Integer(),
    installedCount: Type.Integer(),
    rebootSuggested: Type.Boolean(),
    size: Nullable(Type.Integer({ description: 'Bytes to download, as reported.' })),
    isSuperseded: Type.Boolean(),
    isDeprecated: Type.Boolean(),
    issuedAt: Nullable(Instant),
    firstReportedAt: Instant,
    source: Type.String(),
  },
  { $id: 'Patch' },
)
export type Patch = Static<typeof Patch>
export const PatchList = FoundList(Patch, 'PatchList')

export const PatchDetail = Type.Object(
  {
    ...Patch.properties,
    packages: Type.Array(Type.Object({ name: Type.String(), arch: Type.String(), candidate: Type.String() })),
    supersededBy: Nullable(Type.Object({ id: Id, title: Type.String() })),
  },
  { $id: 'PatchDetail' },
)
export type PatchDetail = Static<typeof PatchDetail>

export const PatchAsset = Type.Object(
  {
    id: Id,
    name: Type.String(),
    operatingSystem: Type.String(),
    status: Type.String(),
    since: Instant,
    exposedSince: Instant,
  },
  { $id: 'PatchAsset' },
)
export type PatchAsset = Static<typeof PatchAsset>
export const PatchAssetList = ListOf(PatchAsset, 'PatchAssetList')
