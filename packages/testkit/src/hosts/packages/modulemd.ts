/** One stream of a module, as modulemd 2 documents describe it. */
export interface ModuleStream {
  readonly name: string
  readonly stream: string
  readonly version: string
  readonly context: string
  readonly arch: string
  /** NEVRAs with the epoch always written, as modulemd wants them. */
  readonly rpms: readonly string[]
}

export function modulemd({ name, stream, version, context, arch, rpms }: ModuleStream): string {
  return `---
document: modulemd
version: 2
data:
  name: ${name}
  stream: "${stream}"
  version: ${version}
  context: ${context}
  arch: ${arch}
  summary: ${name}, made for a test
  description: ${name}, made for a test
  license:
    module: [Apache-2.0]
    content: [Apache-2.0]
  dependencies:
  - buildrequires:
      platform: [el9]
    requires:
      platform: [el9]
  profiles:
    common:
      rpms: [${name}]
  api:
    rpms: [${name}]
  artifacts:
    rpms:
${rpms.map(rpm => `    - ${rpm}\n`).join('')}...
`
}

export function moduleDefaults(name: string, stream: string): string {
  return `---
document: modulemd-defaults
version: 1
data:
  module: ${name}
  stream: "${stream}"
  profiles:
    "${stream}": [common]
...
`
}
