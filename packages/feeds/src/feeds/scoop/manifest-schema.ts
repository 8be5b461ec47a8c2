import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

// https://github.com/ScoopInstaller/Scoop/blob/master/schema.json: only version, addresses and hashes.

const oneOrMore = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 200 })]))
const download = { url: oneOrMore, hash: oneOrMore }

const manifestSchema = Type.Object({
  version: Type.String(),
  ...download,
  architecture: Type.Optional(
    Type.Object({
      '64bit': Type.Optional(Type.Object(download)),
      '32bit': Type.Optional(Type.Object(download)),
      arm64: Type.Optional(Type.Object(download)),
    }),
  ),
})

export type ScoopManifest = Static<typeof manifestSchema>
export const manifestCheck = Compile(manifestSchema)
