import Type from 'typebox'
import { Compile } from 'typebox/compile'

export const secdbSchema = Type.Object({
  distroversion: Type.String(),
  packages: Type.Array(Type.Unknown()),
})
export const secdbPackageSchema = Type.Object({
  pkg: Type.Object({
    name: Type.String(),
    secfixes: Type.Record(Type.String(), Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
  }),
})

export const isSecdb = Compile(secdbSchema)
export const isSecdbPackage = Compile(secdbPackageSchema)
