// Kinds of files that rules treat differently, told by their path alone (relative, with `/`).

/** Files that touch the machine on purpose: adapters of ports, and what never runs in the product. */
export const isOutside = (path: string): boolean => isAdapter(path) || isTestOrTool(path)

export const isAdapter = (path: string): boolean => /(^|\/)adapters\//.test(path)

/** Tests, what only tests use, the tools, benches and launchers. */
export const isTestOrTool = (path: string): boolean =>
  /\.test\.tsx?$/.test(path) ||
  /(^|\/)testing\//.test(path) ||
  /^(tests|tools|bench|packages\/testkit|packages\/[^/]+\/bin)\//.test(path) ||
  /(^|\/)[a-z]+\.config\.ts$/.test(path)

/** Where configuration is read once into a frozen object, and the wiring that hands the environment to it. */
export const isConfiguration = (path: string): boolean =>
  /(^|\/)config\//.test(path) || /(^|[/-])config\.ts$/.test(path) || /(^|\/)main\.ts$/.test(path)

export const isMigration = (path: string): boolean => /(^|\/)migrations\//.test(path)
