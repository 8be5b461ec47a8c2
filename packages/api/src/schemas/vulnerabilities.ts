import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable, Words } from './common.ts'
import { AdvisoryNote, FactSource } from './patch-detail.ts'
import { FoundList } from './queries.ts'

export const Vulnerability = Type.Object(
  {
    cve: Type.String({ description: 'Its public id.', examples: ['CVE-2026-12345'] }),
    title: Type.String(),
    severity: Type.String(),
    cvss: Nullable(Type.Number()),
    cvssVector: Nullable(Type.String()),
    cvssVersion: Nullable(Type.String()),
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

export const CveParams = Type.Object(
  { cve: Type.String({ pattern: '^[Cc][Vv][Ee]-[0-9]{4}-[0-9]{4,19}$', examples: ['CVE-2026-12345'] }) },
  { additionalProperties: false },
)

export const fixStates = ['fixed', 'affected', 'notAffected', 'undetermined', 'noFixPlanned'] as const

/** A vector as it was published, with the scores that the server computed from it. */
export const CvssScore = Type.Object({
  version: Type.String(),
  vector: Type.String(),
  source: Type.String({ examples: ['nvd@nist.gov'] }),
  isPrimary: Type.Boolean(),
  counts: Type.Boolean({ description: 'The one that is shown, compared and sorted by.' }),
  base: Nullable(Type.Number({ description: 'null: 2.0, or a vector that the standard does not allow.' })),
  temporal: Nullable(Type.Number()),
  environmental: Nullable(Type.Number()),
  overall: Nullable(Type.Number()),
})
export type CvssScore = Static<typeof CvssScore>

/** What a distribution or vendor says of the CVE in one of its packages. */
export const DistributionStatement = Type.Object({
  distro: Type.String(),
  release: Type.String(),
  product: Type.String(),
  package: Type.String(),
  of: Words(['source', 'binary'] as const),
  state: Words(fixStates),
  fixedVersion: Nullable(Type.String()),
  note: Type.String(),
  vendorSeverity: Type.String(),
  ...FactSource.properties,
})
export type DistributionStatement = Static<typeof DistributionStatement>

export const VulnerabilityDetail = Type.Object(
  {
    ...Vulnerability.properties,
    description: Type.String(),
    isRejected: Type.Boolean(),
    onDiskAloneAssetCount: Type.Integer({
      description:
        'Assets that miss no patch for it and still run the kernel that has it, until they start anew. Known of Debian and Ubuntu alone.',
    }),
    onDiskAloneAssets: Type.Array(Id, { description: 'Ids of at most 100 of them, to be asked for by `id:[…]`.' }),
    scores: Type.Array(CvssScore),
    epssModel: Nullable(Type.String({ description: 'Scores of two models cannot be compared.' })),
    epssScoredAt: Nullable(Instant),
    kevEntry: Nullable(
      Type.Object({
        addedAt: Nullable(Instant),
        dueAt: Nullable(Instant),
        requiredAction: Type.String(),
        vendor: Type.String(),
        product: Type.String(),
      }),
    ),
    references: Type.Array(Type.String()),
    notices: Type.Array(AdvisoryNote, { description: 'Advisories that name it, of patches that the catalog has.' }),
    statements: Type.Array(DistributionStatement, { description: 'At most 2,000.' }),
    sources: Type.Array(
      Type.Object({ ...FactSource.properties, says: Type.Array(Type.String({ description: 'title, cvss, epss …' })) }),
    ),
  },
  { $id: 'VulnerabilityDetail' },
)
export type VulnerabilityDetail = Static<typeof VulnerabilityDetail>
