import type { VersionScheme } from '@patchyard/domain'

/** One operating system release: hosts of a kind have patches and packages in common. */
export interface Kind {
  readonly name: string
  readonly platform: 'windows' | 'linux' | 'macos'
  readonly osName: string
  readonly osId: string
  readonly osFamily: string
  readonly osVersion: string
  readonly provider: string
  readonly scheme: VersionScheme
  readonly kernels: readonly string[]
  readonly servers: boolean
  /** Share of the assets, of the patches; the sums are 1. */
  readonly share: number
  readonly patchShare: number
  /** Findings of one asset, on the average. */
  readonly findings: number
  /** Whose patches: those of the installation's catalog, or reported by the first subscription's own agents. */
  readonly source: 'catalog' | 'reported'
}

type Common = Pick<Kind, 'platform' | 'provider' | 'scheme' | 'findings' | 'source'>
const windows: Common = { platform: 'windows', provider: 'wua', scheme: 'winget', findings: 84, source: 'catalog' }
const debian: Common = { platform: 'linux', provider: 'apt', scheme: 'deb', findings: 126, source: 'reported' }
const rpm: Common = { platform: 'linux', provider: 'dnf', scheme: 'rpm', findings: 126, source: 'catalog' }
const mac: Common = { platform: 'macos', provider: 'softwareupdate', scheme: 'winget', findings: 60, source: 'catalog' }

const win = (name: string, version: string, servers: boolean, share: number, patchShare: number): Kind => ({
  ...windows,
  name: name.toLowerCase().replaceAll(' ', '-'),
  osName: `Microsoft ${name}`,
  osId: 'windows',
  osFamily: 'windows',
  osVersion: version,
  kernels: [`${version}.1848`, `${version}.2314`, `${version}.2527`],
  servers,
  share,
  patchShare,
})

export const kinds: readonly Kind[] = [
  win('Windows 11 Enterprise', '10.0.26100', false, 0.24, 0.09),
  win('Windows 10 Enterprise LTSC 2021', '10.0.19044', false, 0.12, 0.09),
  win('Windows Server 2022 Datacenter', '10.0.20348', true, 0.07, 0.07),
  win('Windows Server 2019 Standard', '10.0.17763', true, 0.05, 0.07),
  {
    ...debian,
    name: 'debian-12',
    osName: 'Debian GNU/Linux 12 (bookworm)',
    osId: 'debian',
    osFamily: 'debian',
    osVersion: '12',
    kernels: ['6.1.0-37-amd64', '6.1.0-38-amd64', '6.1.0-40-cloud-amd64'],
    servers: true,
    share: 0.08,
    patchShare: 0.12,
  },
  {
    ...debian,
    name: 'ubuntu-22.04',
    osName: 'Ubuntu 22.04.5 LTS',
    osId: 'ubuntu',
    osFamily: 'debian',
    osVersion: '22.04',
    kernels: ['5.15.0-151-generic', '5.15.0-157-generic', '6.8.0-79-generic'],
    servers: true,
    share: 0.12,
    patchShare: 0.12,
  },
  {
    ...debian,
    name: 'ubuntu-24.04',
    osName: 'Ubuntu 24.04.3 LTS',
    osId: 'ubuntu',
    osFamily: 'debian',
    osVersion: '24.04',
    kernels: ['6.8.0-79-generic', '6.8.0-85-generic'],
    servers: true,
    share: 0.06,
    patchShare: 0.11,
  },
  {
    ...rpm,
    name: 'rhel-9',
    osName: 'Red Hat Enterprise Linux 9.6 (Plow)',
    osId: 'rhel',
    osFamily: 'redhat',
    osVersion: '9.6',
    kernels: ['5.14.0-570.12.1.el9_6.x86_64', '5.14.0-570.49.1.el9_6.x86_64'],
    servers: true,
    share: 0.1,
    patchShare: 0.12,
  },
  {
    ...rpm,
    name: 'rhel-8',
    osName: 'Red Hat Enterprise Linux 8.10 (Ootpa)',
    osId: 'rhel',
    osFamily: 'redhat',
    osVersion: '8.10',
    kernels: ['4.18.0-553.el8_10.x86_64', '4.18.0-553.78.1.el8_10.x86_64'],
    servers: true,
    share: 0.05,
    patchShare: 0.08,
  },
  {
    ...rpm,
    name: 'sles-15',
    provider: 'zypper',
    osName: 'SUSE Linux Enterprise Server 15 SP6',
    osId: 'sles',
    osFamily: 'suse',
    osVersion: '15.6',
    kernels: ['6.4.0-150600.23.65-default', '6.4.0-150600.23.70-default'],
    servers: true,
    share: 0.03,
    patchShare: 0.07,
  },
  {
    ...mac,
    name: 'macos-15',
    osName: 'macOS Sequoia 15.7',
    osId: 'macos',
    osFamily: 'macos',
    osVersion: '15.7',
    kernels: ['24.6.0'],
    servers: false,
    share: 0.05,
    patchShare: 0.03,
  },
  {
    ...mac,
    name: 'macos-14',
    osName: 'macOS Sonoma 14.8',
    osId: 'macos',
    osFamily: 'macos',
    osVersion: '14.8',
    kernels: ['23.6.0'],
    servers: false,
    share: 0.03,
    patchShare: 0.03,
  },
]
