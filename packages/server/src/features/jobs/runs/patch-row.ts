import type { CandidatePatch } from '@patchyard/domain'
import { sql } from 'kysely'

export interface PatchRow {
  id: number
  public_id: string
  key: string
  title: string
  platform: string
  deprecated: boolean
  superseded: boolean
  published_at: Date
}

/** Of a patch with the alias p. What nobody dated counts from when an agent first reported it. */
export const patchColumns = sql`p.id, p.public_id, p.key, p.title, p.platform, p.deprecated_at is not null as deprecated,
  p.superseded_by is not null as superseded, coalesce(p.issued_at, p.first_reported_at) as published_at`

export const patchOf = (row: PatchRow): CandidatePatch => ({
  patchId: row.id,
  publicId: row.public_id,
  key: row.key,
  title: row.title,
  platform: row.platform,
  deprecated: row.deprecated,
  superseded: row.superseded,
  publishedMs: row.published_at.getTime(),
})
