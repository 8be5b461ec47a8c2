import { type InstalledMacos, type InstalledWindows, windowsBuild, windowsProductName } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** A machine whose programs no package manager keeps. */
export interface OwnSystem {
  readonly assetId: number
  readonly programIds: readonly number[]
  /** null: no Mac. */
  readonly macos: InstalledMacos | null
  /** null: no Windows, or one that Microsoft's data names in another way. */
  readonly windows: InstalledWindows | null
}

interface Read {
  readonly asset_id: number
  readonly os_id: string
  readonly architecture: string
  readonly version: string | null
  readonly build: string | null
  readonly edition: string | null
  readonly board: string | null
  readonly program_ids: number[] | null
}

export async function readOwnSystems(trx: Trx, assetIds: readonly number[]): Promise<readonly OwnSystem[]> {
  const { rows } = await sql<Read>`
    select a.asset_id, a.os_id, a.architecture, a.system ->> 'os.versionId' as version, a.system ->> 'os.build' as build,
           a.system ->> 'os.edition' as edition, a.system ->> 'hardware.board' as board, p.program_ids
      from asset a left join asset_package p on p.asset_id = a.asset_id
     where a.asset_id = any(${[...assetIds]}::bigint[]) and a.os_id in ('windows', 'macos')
     order by a.asset_id`.execute(trx)
  return rows.map(row => ({
    assetId: row.asset_id,
    programIds: row.program_ids ?? [],
    macos:
      row.os_id === 'macos' ? { version: row.version ?? '', build: row.build ?? '', boardId: row.board ?? '' } : null,
    windows: row.os_id === 'windows' ? windowsOf(row) : null,
  }))
}

const architectures = {
  x86_64: 'x64',
  aarch64: 'arm64',
  i386: 'x86',
  i686: 'x86',
  x64: 'x64',
  arm64: 'arm64',
  x86: 'x86',
}

function windowsOf({ architecture, version, build: text, edition }: Read): InstalledWindows | null {
  const build = windowsBuild(text ?? '')
  const arch = Object.hasOwn(architectures, architecture)
    ? (architectures[architecture as keyof typeof architectures] as 'x64' | 'arm64' | 'x86')
    : null
  if (build === null || arch === null || edition === null) return null
  const product = windowsProductName({
    kind: edition === 'client' ? 'client' : 'server',
    build: build.build,
    displayVersion: version ?? '',
    arch,
    isServerCore: edition === 'serverCore',
  })
  return product === null ? null : { product, build: text ?? '' }
}
