// Packs what a host needs to install the agent: dist/agent/patchyard-agent-linux-<arch>.tar.gz with its checksum, one for
// each architecture whose Node is installed here. The install command that the server shows carries that checksum.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'dist', 'agent')
const packaging = join(root, 'packages', 'agent', 'packaging')

for (const arch of ['x64', 'arm64']) {
  const node = join(root, 'node_modules', `node-linux-${arch}`, 'bin', 'node')
  if (!existsSync(node)) continue
  const name = `patchyard-agent-linux-${arch}.tar.gz`
  const stage = mkdtempSync(join(folder, 'stage-'))
  try {
    const inside = join(stage, 'patchyard-agent')
    for (const file of ['install.sh', 'uninstall.sh', 'patchyard-agent.service', 'README.md']) {
      cpSync(join(packaging, file), join(inside, file))
    }
    for (const file of ['patchyard-agent.mjs', 'patchyard-agent.mjs.sha256'])
      cpSync(join(folder, file), join(inside, file))
    cpSync(node, join(inside, 'node'))
    cpSync(join(root, 'LICENSE'), join(inside, 'LICENSE'))
    // The same files give the same bytes: order, owner and times are fixed.
    const fixed = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0']
    const archive = join(stage, name)
    execFileSync('tar', [...fixed, '-I', 'gzip -n -6', '-cf', archive, '-C', stage, 'patchyard-agent'])
    const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex')
    renameSync(archive, join(folder, name))
    writeFileSync(join(folder, `${name}.sha256`), `${sha256}  ${name}\n`)
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}
