import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const Text = Type.Optional(Type.Union([Type.String({ maxLength: 1_000_000 }), Type.Null()]))

export const pageCheck = Compile(
  Type.Object({
    value: Type.Array(Type.Unknown(), { maxItems: 10_000 }),
    '@odata.nextLink': Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
  }),
)

/** One update of one product. */
const Deployment = Type.Object({
  articleName: Text,
  downloadName: Text,
  downloadUrl: Text,
  product: Type.String({ maxLength: 1000 }),
  productFamily: Text,
  releaseDate: Text,
  severity: Text,
  rebootRequired: Text,
  supercedence: Text,
  fixedBuildNumber: Text,
})
export type Deployment = Static<typeof Deployment>
export const deploymentCheck = Compile(Deployment)

/** One CVE in one product, with the updates that fix it. */
const AffectedProduct = Type.Object({
  cveNumber: Type.String({ maxLength: 100 }),
  product: Type.String({ maxLength: 1000 }),
  productFamily: Text,
  releaseDate: Text,
  severity: Text,
  vectorString: Text,
  issuingCna: Text,
  kbArticles: Type.Optional(
    Type.Union([
      Type.Array(
        Type.Object({
          articleName: Text,
          downloadName: Text,
          downloadUrl: Text,
          fixedBuildNumber: Text,
          rebootRequired: Text,
          supercedence: Text,
        }),
        { maxItems: 1000 },
      ),
      Type.Null(),
    ]),
  ),
})
export type AffectedProduct = Static<typeof AffectedProduct>
export const affectedProductCheck = Compile(AffectedProduct)

const Vulnerability = Type.Object({
  cveNumber: Type.String({ maxLength: 100 }),
  cveTitle: Text,
  releaseDate: Text,
  latestRevisionDate: Text,
  cweList: Type.Optional(Type.Union([Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 1000 }), Type.Null()])),
  vectorString: Text,
  issuingCna: Text,
})
export type Vulnerability = Static<typeof Vulnerability>
export const vulnerabilityCheck = Compile(Vulnerability)

const Advisory = Type.Object({
  advisoryNumber: Type.String({ maxLength: 100 }),
  title: Text,
  publishDate: Text,
  modifiedOn: Text,
  isRemoved: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type Advisory = Static<typeof Advisory>
export const advisoryCheck = Compile(Advisory)
