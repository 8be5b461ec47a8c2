import type { BuildRoot } from '../build-root.ts'
import { type DebianMirror, findDebianMirror, machineAptSettings } from '../debian-mirror.ts'
import { existsSync } from 'node:fs'

const settingsFile = '/etc/apt/apt.conf.d/00testkit-build'
const sourcesFile = '/etc/apt/sources.list.d/testkit-build.sources'
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Lets apt in the build root use this machine's mirror while `work` runs; nothing of it stays in the layer. */
export async function withMirror<T>(build: BuildRoot, work: (mirror: DebianMirror) => Promise<T>): Promise<T> {
  const mirror = findDebianMirror()
  if (!mirror) throw new Error('this machine has no apt sources of Debian 12')
  await build.writeFile(settingsFile, `${await machineAptSettings()}\nAcquire::Languages "none";\n`)
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) {
    if (existsSync(file)) await build.copyIn(file, file)
  }
  try {
    return await work(mirror)
  } finally {
    await build.sh(`rm -f ${settingsFile} ${sourcesFile} /etc/resolv.conf /etc/hosts`)
  }
}

/** Makes these suites the only sources and fetches their lists. */
export async function useSuites(build: BuildRoot, suites: readonly { uri: string; suite: string }[]): Promise<void> {
  const paragraphs = suites.map(
    ({ uri, suite }) => `Types: deb\nURIs: ${uri}\nSuites: ${suite}\nComponents: main\nSigned-By: ${keyring}\n`,
  )
  await build.writeFile(sourcesFile, paragraphs.join('\n'))
  await build.sh('apt-get update -qq')
}

export async function aptInstall(build: BuildRoot, packages: readonly string[]): Promise<void> {
  const command = ['apt-get', 'install', '--yes', '-qq', '--no-install-recommends', '--', ...packages]
  const result = await build.exec(command, { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 })
  if (result.status !== 0) throw new Error(`apt-get install ${packages.join(' ')}: ${result.stderr.slice(-2000)}`)
}
