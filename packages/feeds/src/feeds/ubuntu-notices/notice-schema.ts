import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const text = Type.Union([Type.String(), Type.Null()])
const list = Type.Union([Type.Array(Type.Unknown()), Type.Null()])

/** A notice of the database, under its number. */
export const databaseNoticeSchema = Type.Object({
  title: Type.String(),
  timestamp: Type.Union([Type.Number(), Type.String()]),
  action: Type.Optional(text),
  cves: Type.Optional(list),
  releases: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

const packages = Type.Optional(Type.Record(Type.String(), Type.Unknown()))
export const databaseReleaseSchema = Type.Object({ sources: packages, binaries: packages, allbinaries: packages })
export type DatabaseRelease = Static<typeof databaseReleaseSchema>

export const databasePackageSchema = Type.Object({ version: Type.String(), pocket: Type.Optional(text) })

/** A notice of the API. */
export const apiNoticeSchema = Type.Object({
  id: Type.String(),
  title: Type.String(),
  published: Type.String(),
  instructions: Type.Optional(text),
  is_hidden: Type.Optional(Type.Boolean()),
  cves_ids: Type.Optional(list),
  release_packages: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

export const apiPackageSchema = Type.Object({
  name: Type.String(),
  version: Type.String(),
  is_source: Type.Boolean(),
  pocket: Type.Optional(text),
})

/** A page of the API. */
export const apiPageSchema = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1000 }),
  offset: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
  total_results: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
  notices: Type.Optional(Type.Array(Type.Unknown())),
  cves: Type.Optional(Type.Array(Type.Unknown())),
})
export type ApiPage = Static<typeof apiPageSchema>

/** A CVE of the API. */
export const apiCveSchema = Type.Object({
  id: Type.String(),
  description: Type.Optional(text),
  priority: Type.Optional(text),
  published: Type.Optional(text),
  updated_at: Type.Optional(text),
  packages: Type.Optional(Type.Array(Type.Unknown())),
})

export const apiCvePackageSchema = Type.Object({
  name: Type.String(),
  statuses: Type.Array(
    Type.Object({
      release_codename: Type.String(),
      status: Type.String(),
      description: Type.Optional(text),
      pocket: Type.Optional(text),
    }),
  ),
})
export type ApiCvePackage = Static<typeof apiCvePackageSchema>

export const isDatabaseNotice = Compile(databaseNoticeSchema)
export const isDatabaseRelease = Compile(databaseReleaseSchema)
export const isDatabasePackage = Compile(databasePackageSchema)
export const isApiNotice = Compile(apiNoticeSchema)
export const isApiPackage = Compile(apiPackageSchema)
export const isApiPage = Compile(apiPageSchema)
export const isApiCve = Compile(apiCveSchema)
export const isApiCvePackage = Compile(apiCvePackageSchema)
