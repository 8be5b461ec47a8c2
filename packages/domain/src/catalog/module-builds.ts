/** Builds of modules have it in their release: `2.module+el9.1.0+13358+56c3b6a3`, `1.module_el8.6.0+3072+4c69edf3`. */
export const isOfModule = (version: string): boolean => /\.module[+_]/.test(version)

/** Module streams ("nodejs:18") by the builds that are of them, see {@link buildKey}; null: of a build that several streams name. */
export type ModuleStreams = ReadonlyMap<string, string | null>

/** Of one build of a package. Releases of modules name the build (`+13358+56c3b6a3`), so that no two streams share one. */
export const buildKey = (name: string, arch: string, versionKey: Uint8Array): string =>
  // Agents call `all` what repositories call `noarch`.
  `${name}\0${arch === 'noarch' ? 'all' : arch}\0${versionKey.join()}`

/** Notes of which stream a build is. */
export function addBuild(streams: Map<string, string | null>, build: string, stream: string): void {
  const known = streams.get(build)
  streams.set(build, known === undefined || known === stream ? stream : null)
}
