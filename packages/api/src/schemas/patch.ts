import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable } from './common.ts'
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
    kev: Type.Boolean({ description: 'One of its CVEs is known to be exploited (CISA).' }),
    kevDueDate: Nullable(Type.String({ ...Instant, description: 'Earliest of its CVEs.' })),
    exploited: Type.Boolean({
      description: 'One of its CVEs is known to be exploited, by CISA or by its SSVC values.',
    }),
    ransomware: Type.Boolean({ description: 'One of its CVEs is known to be used by ransomware.' }),
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
