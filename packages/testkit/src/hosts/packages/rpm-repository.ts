import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { outputOf } from '../command.ts'
import { detachedSign, type SigningKey } from './signing-key.ts'
import { type Advisory, updateinfoXml } from './updateinfo.ts'

export interface RpmRepositoryContent {
  readonly folder: string
  /** Paths of .rpm files; copied in. */
  readonly packages: readonly string[]
  readonly advisories?: readonly Advisory[]
  /** modulemd documents (YAML). */
  readonly modules?: string
  /** Undefined: repomd.xml stays unsigned. */
  readonly key?: SigningKey
}

/** Writes packages and metadata; called again for the same folder it replaces what was there. */
export async function rpmRepository(content: RpmRepositoryContent): Promise<void> {
  const { folder, key } = content
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const path of content.packages) copyFileSync(path, join(folder, basename(path)))
  await outputOf(['createrepo_c', '--quiet', '--no-database', folder])
  if (content.advisories) await addMetadata(folder, 'updateinfo', 'updateinfo.xml', updateinfoXml(content.advisories))
  if (content.modules !== undefined) await addMetadata(folder, 'modules', 'modules.yaml', content.modules)
  if (key) {
    const repomd = join(folder, 'repodata', 'repomd.xml')
    writeFileSync(`${repomd}.asc`, await detachedSign(key, readFileSync(repomd)))
    writeFileSync(`${repomd}.key`, key.publicKey)
  }
}

async function addMetadata(folder: string, type: string, fileName: string, text: string): Promise<void> {
  const path = join(folder, fileName)
  writeFileSync(path, text)
  await outputOf(['modifyrepo_c', `--mdtype=${type}`, path, join(folder, 'repodata')])
  rmSync(path)
}

/** What a repository is called in a .repo file; `uri` is where hosts reach its folder. */
export interface RepoFileEntry {
  readonly id: string
  readonly uri: string
  /** Where hosts find the public key, normally file:///…; undefined switches both checks off. */
  readonly keyUri?: string
  readonly settings?: Readonly<Record<string, string>>
}

/** A yum/dnf/zypp .repo file. */
export function repoFile(entries: readonly RepoFileEntry[]): string {
  return entries
    .map(({ id, uri, keyUri, settings = {} }) => {
      const check = keyUri === undefined ? '0' : '1'
      const lines = [
        `[${id}]`,
        `name=${id}`,
        `baseurl=${uri}`,
        'enabled=1',
        `gpgcheck=${check}`,
        `repo_gpgcheck=${check}`,
      ]
      if (keyUri !== undefined) lines.push(`gpgkey=${keyUri}`)
      for (const [name, value] of Object.entries(settings)) lines.push(`${name}=${value}`)
      return `${lines.join('\n')}\n`
    })
    .join('\n')
}
