import type { Recipe } from '../layer.ts'
import { modulemd, moduleDefaults } from '../packages/modulemd.ts'
import { repoFile } from '../packages/rpm-repository.ts'
import { type RpmPackage, nevra } from '../packages/rpm.ts'
import type { Advisory } from '../packages/updateinfo.ts'
import { minimal } from './minimal.ts'
import {
  advisoriesOf,
  type AdvisoryStyle,
  commonRows,
  foreignRow,
  installedRpms,
  type RpmRow,
  shell,
  updateRpms,
} from './own-rpms.ts'
import { buildRpmLayer, keyUri, releaseUri, updatesUri } from './rpm-layer.ts'

const osRelease = `NAME="Rocky Linux"
VERSION="9.4 (Blue Onyx)"
ID="rocky"
ID_LIKE="rhel centos fedora"
VERSION_ID="9.4"
PLATFORM_ID="platform:el9"
PRETTY_NAME="Rocky Linux 9.4 (Blue Onyx)"
`

/** dnf reads $releasever from whoever provides system-release. */
const systemRelease: RpmPackage = {
  name: 'grove-release',
  version: '9.4',
  release: '1',
  tags: [
    ['Provides', 'system-release = 9.4'],
    ['Provides', 'system-release(releasever) = 9'],
  ],
}

const newKernel = '427.20.1.el9_4'

/** The new kernel stands beside the old one and needs a package that was not there before. */
const kernelRow: RpmRow = {
  names: ['kernel', 'kernel-core', 'kernel-modules'],
  from: '5.14.0-427.13.1.el9_4',
  to: [
    {
      build: `5.14.0-${newKernel}`,
      advisory: {
        number: 110,
        kind: 'security',
        severity: 'important',
        cves: ['CVE-2026-10020', 'CVE-2026-10021'],
        flag: 'reboot',
      },
    },
  ],
  arch: 'x86_64',
  alsoNew: [{ name: 'kernel-modules-core', version: '5.14.0', release: newKernel, arch: 'x86_64' }],
}

/** kernel pulls kernel-core and kernel-modules of its own build; from the new build on those need modules-core. */
function linkKernels(rpms: readonly RpmPackage[]): RpmPackage[] {
  return rpms.map(rpm => {
    if (!rpm.name.startsWith('kernel')) return rpm
    const build = `${rpm.version}-${rpm.release}`
    const needs =
      rpm.name === 'kernel'
        ? ['kernel-core', 'kernel-modules']
        : rpm.name === 'kernel-modules-core' || rpm.release !== newKernel
          ? []
          : ['kernel-modules-core']
    return {
      ...rpm,
      tags: [['Provides', 'installonlypkg(kernel)'], ...needs.map(name => ['Requires', `${name} = ${build}`] as const)],
    }
  })
}

const module = { name: 'grove-walnut', context: 'a1b2c3d4', arch: 'x86_64' }
const walnut = (stream: string, version: number, rpmVersion: string): RpmPackage => ({
  name: 'grove-walnut',
  version: rpmVersion,
  release: `1.module_el9+${stream}`,
  arch: 'x86_64',
  tags: [['ModularityLabel', `${module.name}:${stream}:${String(version)}:${module.context}`]],
})
const walnutInstalled = walnut('1', 9040020260101, '1.0')
const walnutUpdate = walnut('1', 9040020260301, '1.1')
/** The higher version of a stream that is not enabled: no update of this host. */
const walnutOtherStream = walnut('2', 9040020260301, '2.0')

const style: AdvisoryStyle = ({ number, kind, severity }) => {
  const id = `${{ security: 'RLSA', bugfix: 'RLBA', enhancement: 'RLEA' }[kind]}-2026:0${String(number)}`
  const word = severity === undefined ? undefined : `${severity[0]?.toUpperCase() ?? ''}${severity.slice(1)}`
  return {
    id,
    type: kind,
    title: `${word === undefined ? '' : `${word}: `}update ${String(number)}`,
    ...(word === undefined ? {} : { severity: word }),
  }
}

const walnutAdvisory: Advisory = {
  ...style({ number: 120, kind: 'security', severity: 'moderate' }),
  cves: ['CVE-2026-10030'],
  packages: [{ ...walnutUpdate, arch: 'x86_64' }],
  module: { ...module, stream: '1', version: '9040020260301' },
}

const rows = [...commonRows, kernelRow]

/** A host of the Red Hat family: dnf 4, advisories, a module stream, kernels side by side. */
export const dnf: Recipe = {
  name: 'dnf',
  parent: minimal,
  sources: [
    './dnf.ts',
    './own-rpms.ts',
    './rpm-layer.ts',
    './apt-from-mirror.ts',
    '../packages/rpm.ts',
    '../packages/rpm-repository.ts',
    '../packages/updateinfo.ts',
    '../packages/modulemd.ts',
  ].map(path => new URL(path, import.meta.url)),
  build: (folder, parent) =>
    buildRpmLayer(folder, parent, {
      tools: ['dnf', 'dnf-plugins-core', 'rpm'],
      osRelease,
      installed: linkKernels([shell, systemRelease, ...installedRpms(rows), walnutInstalled]),
      updates: linkKernels([...updateRpms([...rows, foreignRow]), walnutUpdate, walnutOtherStream]),
      advisories: [...advisoriesOf([...rows, foreignRow], style), walnutAdvisory],
      releaseModules: [
        modulemd({ ...module, stream: '1', version: '9040020260101', rpms: [walnutInstalled].map(nevraWithEpoch) }),
        moduleDefaults(module.name, '1'),
      ].join(''),
      updatesModules: [
        modulemd({ ...module, stream: '1', version: '9040020260301', rpms: [walnutUpdate].map(nevraWithEpoch) }),
        modulemd({ ...module, stream: '2', version: '9040020260301', rpms: [walnutOtherStream].map(nevraWithEpoch) }),
      ].join(''),
      async configure(build) {
        // Its repository lives on paths that Debian never makes, and every command would complain about it.
        await build.writeFile('/etc/dnf/plugins/local.conf', '[main]\nenabled = false\n')
        const repository = (id: string, uri: string): string => repoFile([{ id, uri, keyUri }])
        await build.writeFile('/etc/yum.repos.d/release.repo', repository('release', releaseUri))
        const names = [shell, systemRelease, ...installedRpms(rows), walnutInstalled].map(rpm => rpm.name)
        await build.sh(
          'dnf -y --quiet makecache; dnf -y --quiet module enable grove-walnut:1; dnf -y --quiet install $NAMES',
          {
            env: { NAMES: names.join(' ') },
          },
        )
        await build.writeFile('/etc/yum.repos.d/updates.repo', repository('updates', updatesUri))
        // Accepts the key of the metadata once, as an administrator does; from then on nothing asks.
        await build.sh('dnf -y --quiet makecache; gpgconf --kill all; rm -f /var/log/dnf* /var/log/hawkey.log')
      },
    }),
}

function nevraWithEpoch(rpm: RpmPackage): string {
  return nevra(rpm).replace(`${rpm.name}-`, `${rpm.name}-${String(rpm.epoch ?? 0)}:`)
}
