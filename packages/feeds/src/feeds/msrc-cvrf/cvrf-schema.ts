import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

/** Microsoft writes `null` as often as it leaves a member out. */
const Text = Type.Optional(Type.Union([Type.String({ maxLength: 1_000_000 }), Type.Null()]))
const Valued = Type.Optional(Type.Union([Type.Object({ Value: Text }), Type.Null()]))
const Products = Type.Optional(
  Type.Union([Type.Array(Type.String({ maxLength: 100 }), { maxItems: 5000 }), Type.Null()]),
)
/** Words in XML, numbers in JSON. */
const Kind = Type.Optional(Type.Union([Type.Number(), Type.String(), Type.Null()]))
const list = <T extends Type.TSchema>(item: T) =>
  Type.Optional(Type.Union([Type.Array(item, { maxItems: 50_000 }), Type.Null()]))
const Cwe = Type.Object({ ID: Text })

const Vulnerability = Type.Object({
  CVE: Text,
  Title: Valued,
  CWE: Type.Optional(Type.Union([Cwe, Type.Array(Cwe, { maxItems: 100 }), Type.Null()])),
  Threats: list(Type.Object({ Type: Kind, Description: Valued, ProductID: Products })),
  CVSSScoreSets: list(Type.Object({ Vector: Text, ProductID: Products })),
  Remediations: list(
    Type.Object({
      Type: Kind,
      Description: Valued,
      URL: Text,
      Supercedence: Text,
      ProductID: Products,
      SubType: Text,
      RestartRequired: Valued,
      FixedBuild: Text,
    }),
  ),
  RevisionHistory: list(Type.Object({ Date: Text })),
})
export type CvrfVulnerability = Static<typeof Vulnerability>
export const vulnerabilityCheck = Compile(Vulnerability)

export const documentCheck = Compile(
  Type.Object({
    DocumentTracking: Type.Object({
      Identification: Type.Object({ ID: Valued }),
      InitialReleaseDate: Text,
      CurrentReleaseDate: Text,
    }),
    ProductTree: Type.Object({
      Branch: Type.Optional(Type.Unknown()),
      FullProductName: Type.Array(Type.Unknown(), { maxItems: 20_000 }),
    }),
    Vulnerability: Type.Array(Type.Unknown(), { maxItems: 20_000 }),
  }),
)

export const productCheck = Compile(
  Type.Object({ ProductID: Type.String({ maxLength: 100 }), Value: Type.String({ maxLength: 1000 }) }),
)
export const branchCheck = Compile(
  Type.Object({ Items: Type.Array(Type.Unknown(), { maxItems: 20_000 }), Name: Text, Type: Kind }),
)
