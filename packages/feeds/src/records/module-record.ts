/** Builds of one stream of a module, as a repository of an RPM distribution lists them. */
export interface ModuleRecord {
  readonly kind: 'module'
  readonly distro: string
  readonly release: string
  readonly module: string
  readonly stream: string
  readonly version: string
  /** Of what it was built against; one stream may have several. */
  readonly context: string
  readonly arch: string
  readonly builds: readonly ModuleBuild[]
}

export interface ModuleBuild {
  readonly name: string
  readonly arch: string
  readonly version: string
}
