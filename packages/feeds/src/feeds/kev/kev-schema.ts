import Type, { type Static } from 'typebox'
import { shapeOf } from '../../fields/shape-problem.ts'

// CISA's known_exploited_vulnerabilities_schema.json: what is required there and used here.

const catalogSchema = Type.Object({
  catalogVersion: Type.String({ maxLength: 100 }),
  dateReleased: Type.String(),
  count: Type.Integer({ minimum: 0 }),
  vulnerabilities: Type.Array(Type.Unknown(), { minItems: 1 }),
})

const entrySchema = Type.Object({
  cveID: Type.String(),
  vendorProject: Type.String(),
  product: Type.String(),
  vulnerabilityName: Type.String(),
  dateAdded: Type.String(),
  shortDescription: Type.String(),
  requiredAction: Type.String(),
  dueDate: Type.String(),
  knownRansomwareCampaignUse: Type.Optional(Type.String()),
  notes: Type.Optional(Type.String()),
  cwes: Type.Optional(Type.Array(Type.String())),
})

export type KevCatalog = Static<typeof catalogSchema>
export type KevCatalogEntry = Static<typeof entrySchema>

export const catalogShape = shapeOf(catalogSchema)
export const entryShape = shapeOf(entrySchema)
