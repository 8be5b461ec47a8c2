import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

// https://formulae.brew.sh/docs/api/ as of 2026, and as it was in 2019 and 2020: artifacts without their kind, and fewer fields.

const optionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const optionalFlag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))

const caskSchema = Type.Object({
  token: Type.String(),
  name: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })])),
  homepage: optionalText,
  url: optionalText,
  version: Type.String(),
  sha256: optionalText,
  artifacts: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 1000 })),
  auto_updates: optionalFlag,
  deprecated: optionalFlag,
  deprecation_date: optionalText,
  deprecation_reason: optionalText,
  disabled: optionalFlag,
  disable_date: optionalText,
  disable_reason: optionalText,
  variations: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
})

const variationSchema = Type.Object({ url: optionalText, sha256: optionalText, version: optionalText })

export type Cask = Static<typeof caskSchema>
export const caskCheck = Compile(caskSchema)
export const variationCheck = Compile(variationSchema)
