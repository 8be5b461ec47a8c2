import type { PackageUpdate } from '@patchyard/domain'

/** Columns of package_update that say what a package would become. */
export interface PackageUpdateRow {
  readonly name: string
  readonly architecture: string
  readonly installed: string | null
  readonly candidate: string
  readonly is_security: boolean
  readonly origin: string
  readonly authenticated: boolean
  readonly held_back: string | null
}

export const packageUpdateOf = (row: PackageUpdateRow): PackageUpdate => ({
  name: row.name,
  arch: row.architecture,
  installed: row.installed,
  candidate: row.candidate,
  isSecurity: row.is_security,
  origin: row.origin,
  authenticated: row.authenticated,
  heldBack: row.held_back,
})
