import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

/** What is said of one CVE in one source package; only the fields that are used. */
export const trackedIssueSchema = Type.Object({
  description: Type.Optional(Type.String()),
  // An issue of no supported release has an empty list where others have an object.
  releases: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Array(Type.Unknown(), { maxItems: 0 })]),
})
export type TrackedIssue = Static<typeof trackedIssueSchema>

export const trackedReleaseSchema = Type.Object({
  status: Type.String(),
  fixed_version: Type.Optional(Type.String()),
  urgency: Type.Optional(Type.String()),
  nodsa: Type.Optional(Type.String()),
  nodsa_reason: Type.Optional(Type.String()),
})
export type TrackedRelease = Static<typeof trackedReleaseSchema>

export const isTrackedIssue = Compile(trackedIssueSchema)
export const isTrackedRelease = Compile(trackedReleaseSchema)
