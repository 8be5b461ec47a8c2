/** "10.0.26100.4349" as its build (26100) and revision (4349); null for what is no build of Windows 10 or later: "7.0.17", "16.0.5413.1000". */
export function windowsBuild(version: string): { readonly build: number; readonly revision: number } | null {
  const match = /^10\.0\.([0-9]{5})\.([0-9]{1,5})$/.exec(version.trim())
  return match === null ? null : { build: Number(match[1]), revision: Number(match[2]) }
}

const CLIENT = /^windows-1[0-9](?:-version-[0-9a-z]+)?-for-(?:32-bit|x64-based|arm64-based)-systems$/
const SERVER = /^windows-server-20(?:1[6-9]|[2-9][0-9])(?:-[0-9]{2}h[12]-edition)?(?:-server-core-installation)?$/
const SERVER_BETWEEN = /^windows-server-version-[0-9a-z]+(?:-server-core-installation)?$/

/**
 * Whether each monthly update of this product (`productSlug`) holds all earlier ones: Windows 10 and Server 2016 began with that. Windows 7
 * and 8.1 and their servers have security-only updates beside their rollups, .NET, Office and SQL Server have lines of their own.
 */
export const isCumulativeProduct = (slug: string): boolean =>
  CLIENT.test(slug) || SERVER.test(slug) || SERVER_BETWEEN.test(slug)
