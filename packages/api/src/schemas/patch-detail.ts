import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable } from './common.ts'
import { Patch } from './patch.ts'

const strict = { additionalProperties: false } as const
const Texts = Type.Array(Type.String())

/** What a feed says, and since when it says exactly that. */
export const FactSource = Type.Object({
  feed: Type.String({ examples: ['debian-tracker'] }),
  since: Type.String({ ...Instant, description: 'When the server first read it as it stands now.' }),
})
export type FactSource = Static<typeof FactSource>

export const PatchSource = Type.Object({
  ...FactSource.properties,
  of: Nullable(
    Type.String({
      description:
        'It is said of this source package, which the patch is the signed twin of. null: of the patch itself.',
      examples: ['linux'],
    }),
  ),
})
export type PatchSource = Static<typeof PatchSource>

export const AdvisoryNote = Type.Object({
  name: Type.String({ examples: ['DSA-6010-1'] }),
  title: Type.String(),
  kind: Type.String(),
  severity: Type.String(),
  issuedAt: Nullable(Instant),
  url: Nullable(Type.String({ description: 'http or https; null where the source names none.' })),
})
export type AdvisoryNote = Static<typeof AdvisoryNote>

export const PatchCve = Type.Object({
  cve: Type.String(),
  title: Type.String(),
  severity: Type.String(),
  cvss: Nullable(Type.Number()),
  epss: Nullable(Type.Number()),
  kev: Type.Boolean(),
  kevDueDate: Nullable(Instant),
  ransomware: Type.Boolean(),
})
export type PatchCve = Static<typeof PatchCve>

export const InstallRules = Type.Object({
  type: Type.String({ examples: ['msi'] }),
  silentArguments: Type.String(),
  successCodes: Type.Array(Type.Integer()),
  rebootCodes: Type.Array(Type.Integer()),
  scope: Type.String(),
})
export type InstallRules = Static<typeof InstallRules>

export const PatchFile = Type.Object({
  url: Type.String(),
  sha256: Nullable(
    Type.String({ description: 'null: the source names none, so the vendor’s signature must be checked.' }),
  ),
  bytes: Nullable(Type.Integer()),
  arch: Type.String(),
  install: Nullable(InstallRules),
})
export type PatchFile = Static<typeof PatchFile>

/** The same version in a catalog that nothing is installed from. */
export const SecondOpinion = Type.Object({
  ...FactSource.properties,
  catalog: Type.String({ examples: ['scoop/Extras'] }),
  name: Type.String({ description: 'There.', examples: ['firefox'] }),
  files: Type.Array(
    Type.Object({
      url: Type.String(),
      sha256: Nullable(Type.String()),
      arch: Type.String(),
      agrees: Nullable(
        Type.Boolean({
          description: 'Whether the hash is that of the patch’s file at the same address; null: it has none there.',
        }),
      ),
    }),
  ),
})
export type SecondOpinion = Static<typeof SecondOpinion>

/** How long what the patch is for is looked after. */
export const EndOfLife = Type.Object({
  product: Type.String(),
  release: Type.String(),
  label: Type.String(),
  endOfLifeAt: Nullable(Instant),
  isEndOfLife: Type.Boolean(),
})
export type EndOfLife = Static<typeof EndOfLife>

const PatchName = Type.Object({
  id: Nullable(Type.String({ ...Id, description: 'null: no patch that the asker can open.' })),
  title: Type.String(),
})

export const PatchDetail = Type.Object(
  {
    ...Patch.properties,
    type: Type.String({ examples: ['OS', 'Application'] }),
    version: Type.String(),
    modifiedAt: Nullable(Instant),
    products: Texts,
    families: Texts,
    architectures: Texts,
    systems: Texts,
    kbs: Texts,
    bulletins: Texts,
    reboot: Nullable(Type.String({ description: 'never, maybe or always; null: no source says.' })),
    downloadMethod: Type.String({ description: 'automatic, acquireFromVendor or unavailable.' }),
    deprecatedAt: Nullable(Instant),
    deprecatedBecause: Nullable(Type.String()),
    notices: Type.Array(AdvisoryNote, { description: 'Its advisories.' }),
    vulnerabilities: Type.Array(PatchCve, { description: 'Its CVEs, worst first, at most 1,000.' }),
    packages: Type.Array(Type.Object({ name: Type.String(), arch: Type.String(), candidate: Type.String() })),
    files: Type.Array(PatchFile),
    install: Nullable(InstallRules),
    references: Texts,
    endOfLife: Type.Array(EndOfLife),
    secondOpinions: Type.Array(SecondOpinion, { description: 'Of other catalogs, for comparison.' }),
    sources: Type.Array(PatchSource, { description: 'Feeds that speak of it; none: agents alone reported it.' }),
    supersededBy: Nullable(PatchName),
    latest: Nullable(
      Type.Object({ ...PatchName.properties, isThis: Type.Boolean() }, { description: 'Of its product.' }),
    ),
  },
  { $id: 'PatchDetail' },
)
export type PatchDetail = Static<typeof PatchDetail>

export const PatchKeyQuery = Type.Object(
  { key: Type.String({ minLength: 1, maxLength: 500, examples: ['deb:debian/bookworm/openssl@3.0.19-1~deb12u2'] }) },
  strict,
)
