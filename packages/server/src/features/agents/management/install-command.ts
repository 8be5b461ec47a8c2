import type { AgentPackage } from '@patchyard/api'
import type { AgentPackages } from '../../../http/scopes/download-scope.ts'
import { downloadPath } from '../../../http/scopes/download-scope.ts'

interface InstallOptions {
  readonly publicUrl: string
  readonly ownAuthority: boolean
  readonly packages: AgentPackages
  readonly key: string
}

/** The packages as they are offered, most common architecture first. */
export const offeredPackages = ({
  publicUrl,
  packages,
}: Pick<InstallOptions, 'publicUrl' | 'packages'>): AgentPackage[] =>
  packages.files
    .map(({ name, arch, sha256 }) => ({
      platform: 'linux',
      arch,
      name,
      url: `${publicUrl}${downloadPath}/${name}`,
      sha256,
    }))
    .sort((a, b) => (a.arch < b.arch ? 1 : -1))

/**
 * One command for each architecture of a Linux host, as root. The package is checked by the hash in the command itself, which came
 * over the administrator's own signed-in connection: so a certificate that the host does not know (`-k`) costs no safety, and the
 * activation key pins the server's authority from then on. Without packages: the enrolment alone, for hosts that have the agent.
 */
export function installCommands(options: InstallOptions): { arch: string | null; command: string }[] {
  const { publicUrl, ownAuthority, key } = options
  const enrol = `--server ${publicUrl} --key ${key}`
  const offered = offeredPackages(options)
  if (offered.length === 0) {
    return [{ arch: null, command: `patchyard-agent enroll ${enrol} && systemctl enable --now patchyard-agent` }]
  }
  return offered.map(({ arch, name, url, sha256 }) => ({
    arch,
    command: [
      'cd "$(mktemp -d)"',
      `curl -fsS${ownAuthority ? 'k' : ''} -O ${url}`,
      `echo "${sha256}  ${name}" | sha256sum -c -`,
      `tar -xzf ${name}`,
      `./patchyard-agent/install.sh ${enrol}`,
    ].join(' && '),
  }))
}
