import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

// OASIS CSAF 2.0, only what is used: the document, its tree of products, what is said of each CVE.

const text = Type.Optional(Type.String())
const ids = Type.Optional(Type.Array(Type.String(), { maxItems: 200_000 }))
const listOf = <T extends Type.TSchema>(item: T, maxItems = 20_000) => Type.Optional(Type.Array(item, { maxItems }))

const productSchema = Type.Object({
  name: Type.String(),
  product_id: Type.String(),
  product_identification_helper: Type.Optional(Type.Object({ cpe: text, purl: text })),
})

const relationshipSchema = Type.Object({
  product_reference: Type.String(),
  relates_to_product_reference: Type.String(),
  full_product_name: productSchema,
})

const vulnerabilitySchema = Type.Object({
  cve: text,
  title: text,
  cwe: Type.Optional(Type.Object({ id: text })),
  scores: listOf(
    Type.Object({
      cvss_v2: Type.Optional(Type.Object({ vectorString: text })),
      cvss_v3: Type.Optional(Type.Object({ vectorString: text })),
      cvss_v4: Type.Optional(Type.Object({ vectorString: text })),
    }),
  ),
  product_status: Type.Optional(
    Type.Object({
      fixed: ids,
      first_fixed: ids,
      recommended: ids,
      known_affected: ids,
      first_affected: ids,
      last_affected: ids,
      known_not_affected: ids,
      under_investigation: ids,
    }),
  ),
  remediations: listOf(
    Type.Object({
      category: text,
      product_ids: ids,
      restart_required: Type.Optional(Type.Object({ category: text })),
    }),
  ),
  flags: listOf(Type.Object({ label: text, product_ids: ids })),
})

const documentSchema = Type.Object({
  document: Type.Object({
    category: Type.String(),
    title: Type.String(),
    aggregate_severity: Type.Optional(Type.Object({ text: Type.String() })),
    publisher: Type.Object({ name: Type.String() }),
    references: listOf(Type.Object({ category: text, url: Type.String() })),
    tracking: Type.Object({
      id: Type.String(),
      status: text,
      version: text,
      initial_release_date: text,
      current_release_date: text,
    }),
  }),
  product_tree: Type.Optional(
    Type.Object({
      branches: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 200_000 })),
      full_product_names: listOf(productSchema, 200_000),
      relationships: listOf(relationshipSchema, 200_000),
    }),
  ),
  vulnerabilities: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 5000 })),
})

const branchSchema = Type.Object({
  product: Type.Optional(productSchema),
  branches: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 200_000 })),
})

const rolieSchema = Type.Object({
  feed: Type.Object({
    entry: Type.Array(Type.Object({ updated: text, content: Type.Object({ src: Type.String() }) }), {
      maxItems: 100_000,
    }),
  }),
})

export type CsafDocument = Static<typeof documentSchema>
export type CsafVulnerability = Static<typeof vulnerabilitySchema>
export type ProductTree = NonNullable<CsafDocument['product_tree']>
export const documentCheck = Compile(documentSchema)
export const vulnerabilityCheck = Compile(vulnerabilitySchema)
export const branchCheck = Compile(branchSchema)
export const rolieCheck = Compile(rolieSchema)
