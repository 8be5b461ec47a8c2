import Type, { type Static } from 'typebox'
import { Instant, Nullable } from './common.ts'
import { FoundList } from './queries.ts'

export const Vulnerability = Type.Object(
  {
    cve: Type.String({ description: 'Its public id.', examples: ['CVE-2026-12345'] }),
    title: Type.String(),
    severity: Type.String(),
    cvss: Nullable(Type.Number()),
    cvssVector: Nullable(Type.String()),
    epss: Nullable(Type.Number({ description: 'Probability of exploitation within 30 days, 0 to 1.' })),
    epssPercentile: Nullable(Type.Number()),
    kev: Type.Boolean({ description: 'Known to be exploited (CISA).' }),
    kevDueDate: Nullable(Instant),
    ransomware: Type.Boolean(),
    ssvc: Type.Object({
      exploitation: Type.String(),
      automatable: Type.String(),
      technicalImpact: Type.String(),
    }),
    cwe: Type.Array(Type.String()),
    publishedDate: Nullable(Instant),
    modifiedDate: Nullable(Instant),
    affectedAssetCount: Type.Integer({ description: 'Assets that miss a patch for it.' }),
    patchable: Type.Boolean({ description: 'There is a patch for it.' }),
  },
  { $id: 'Vulnerability' },
)
export type Vulnerability = Static<typeof Vulnerability>
export const VulnerabilityList = FoundList(Vulnerability, 'VulnerabilityList')
