import Type, { type Static } from 'typebox'
import { shapeOf } from '../../fields/shape-problem.ts'

// endoflife.date API v1 (openapi.yaml, ProductDetails): what is used of it.

const productsSchema = Type.Object({
  schema_version: Type.String({ pattern: '^1\\.' }),
  generated_at: Type.String(),
  total: Type.Integer({ minimum: 0 }),
  result: Type.Array(Type.Unknown(), { minItems: 1 }),
})

const productSchema = Type.Object({
  name: Type.String(),
  releases: Type.Array(Type.Unknown()),
})

const day = Type.Optional(Type.Union([Type.String(), Type.Null()]))

const releaseSchema = Type.Object({
  name: Type.String(),
  label: Type.String(),
  releaseDate: day,
  isLts: Type.Boolean(),
  isEol: Type.Boolean(),
  eoasFrom: day,
  eolFrom: day,
  latest: Type.Optional(Type.Union([Type.Object({ name: Type.String() }), Type.Null()])),
})

export type Products = Static<typeof productsSchema>
export type ProductRelease = Static<typeof releaseSchema>

export const productsShape = shapeOf(productsSchema)
export const productShape = shapeOf(productSchema)
export const releaseShape = shapeOf(releaseSchema)
