import type { AgentPackages } from '../../../http/scopes/download-scope.ts'
import { downloadPath } from '../../../http/scopes/download-scope.ts'

/**
 * One command for a Linux host, as root. The package is checked by the hash in the command itself, which came over the
 * administrator's own signed-in connection: so a certificate that the host does not know (`-k`) costs no safety, and the
 * activation key pins the server's authority from then on.
 */
export function installCommand(options: {
  readonly publicUrl: string
  readonly ownAuthority: boolean
  readonly packages: AgentPackages
  readonly key: string
}): string {
  const { publicUrl, packages, key } = options
  const enrol = `--server ${publicUrl} --key ${key}`
  const file = packages.files.find(one => one.arch === 'x64')
  if (file === undefined) return `patchyard-agent enroll ${enrol} && systemctl enable --now patchyard-agent`
  const curl = `curl -fsS${options.ownAuthority ? 'k' : ''}`
  return [
    'cd "$(mktemp -d)"',
    `${curl} -O ${publicUrl}${downloadPath}/${file.name}`,
    `echo "${file.sha256}  ${file.name}" | sha256sum -c -`,
    `tar -xzf ${file.name}`,
    `./patchyard-agent/install.sh ${enrol}`,
  ].join(' && ')
}
