import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const names = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))
const severity = Type.Optional(Type.Array(Type.Object({ type: Type.String(), score: Type.String() })))

/** https://ossf.github.io/osv-schema/, only the fields that are used; `affected` is checked entry by entry. */
export const osvRecordSchema = Type.Object({
  id: Type.String(),
  modified: Type.String(),
  published: Type.Optional(Type.String()),
  withdrawn: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  aliases: names,
  upstream: names,
  related: names,
  summary: Type.Optional(Type.String()),
  severity,
  affected: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
  references: Type.Optional(Type.Array(Type.Object({ type: Type.String(), url: Type.String() }))),
})
export type OsvRecord = Static<typeof osvRecordSchema>

export const osvAffectedSchema = Type.Object({
  package: Type.Object({ ecosystem: Type.String(), name: Type.String(), purl: Type.Optional(Type.String()) }),
  ranges: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.String(),
        events: Type.Array(
          Type.Object({
            introduced: Type.Optional(Type.String()),
            fixed: Type.Optional(Type.String()),
            last_affected: Type.Optional(Type.String()),
          }),
        ),
      }),
    ),
  ),
  ecosystem_specific: Type.Optional(
    Type.Union([
      Type.Null(),
      Type.Object({
        // Ubuntu: { binary_name, binary_version }; SUSE: names with their versions.
        binaries: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
        ubuntu_priority: Type.Optional(Type.String()),
        module_name_regex: Type.Optional(Type.String()),
      }),
    ]),
  ),
  database_specific: Type.Optional(
    Type.Union([
      Type.Null(),
      Type.Object({
        cves_map: Type.Optional(
          Type.Object({ cves: Type.Optional(Type.Array(Type.Object({ id: Type.String(), severity }))) }),
        ),
      }),
    ]),
  ),
})
export type OsvAffected = Static<typeof osvAffectedSchema>

export const isOsvRecord = Compile(osvRecordSchema)
export const isOsvAffected = Compile(osvAffectedSchema)
