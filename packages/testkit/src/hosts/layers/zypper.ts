import type { Recipe } from '../layer.ts'
import { repoFile } from '../packages/rpm-repository.ts'
import type { RpmPackage } from '../packages/rpm.ts'
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

const osRelease = `NAME="openSUSE Leap"
VERSION="15.6"
ID="opensuse-leap"
ID_LIKE="suse opensuse"
VERSION_ID="15.6"
PRETTY_NAME="openSUSE Leap 15.6"
`

const newKernel = '6.4.0-150600.23.7.3'

const kernelRow: RpmRow = {
  names: ['kernel-default'],
  from: '6.4.0-150600.21.2',
  to: [
    {
      build: newKernel,
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
  // libzypp asks for a reboot after installing who provides the hint.
  tags: [
    ['Provides', 'multiversion(kernel)'],
    ['Provides', 'installhint(reboot-needed)'],
  ],
  alsoNew: [{ name: 'kernel-firmware-grove', version: '20260101', release: '150600.1.1' }],
}

/** The new kernel needs a package that was not there before. */
function linkKernels(rpms: readonly RpmPackage[]): RpmPackage[] {
  return rpms.map(rpm =>
    rpm.name === 'kernel-default' && `${rpm.version}-${rpm.release}` === newKernel
      ? { ...rpm, tags: [...(rpm.tags ?? []), ['Requires', 'kernel-firmware-grove']] }
      : rpm,
  )
}

const category = { security: 'security', bugfix: 'recommended', enhancement: 'optional' }

const style: AdvisoryStyle = ({ number, kind, severity }) => ({
  id: `openSUSE-SLE-15.6-2026-${String(number)}`,
  type: category[kind],
  title: `${category[kind]} update ${String(number)}`,
  from: 'maint-coord@suse.de',
  ...(severity === undefined ? {} : { severity }),
})

const rows = [...commonRows, kernelRow]

/** A host of the SUSE family: patches beside updates, one for the package manager, one that wants a reboot. */
export const zypper: Recipe = {
  name: 'zypper',
  parent: minimal,
  sources: [
    './zypper.ts',
    './own-rpms.ts',
    './rpm-layer.ts',
    './apt-from-mirror.ts',
    '../packages/rpm.ts',
    '../packages/rpm-repository.ts',
    '../packages/updateinfo.ts',
  ].map(path => new URL(path, import.meta.url)),
  build: (folder, parent) =>
    buildRpmLayer(folder, parent, {
      // lsof: zypper ps lists the services to restart with it.
      tools: ['zypper', 'rpm', 'lsof'],
      osRelease,
      installed: linkKernels([shell, ...installedRpms(rows)]),
      updates: linkKernels(updateRpms([...rows, foreignRow])),
      advisories: advisoriesOf([...rows, foreignRow], style),
      async configure(build) {
        // Debian leaves zypp.conf out; SUSE's keeps kernels side by side.
        await build.writeFile(
          '/etc/zypp/zypp.conf',
          '[main]\nmultiversion = provides:multiversion(kernel)\nmultiversion.kernels = latest,latest-1,running\n',
        )
        const settings = { autorefresh: '1' }
        const repository = (id: string, uri: string): string => repoFile([{ id, uri, keyUri, settings }])
        await build.writeFile('/etc/zypp/repos.d/release.repo', repository('release', releaseUri))
        const names = [shell, ...installedRpms(rows)].map(rpm => rpm.name)
        await build.sh('zypper --non-interactive refresh; zypper --non-interactive install $NAMES', {
          env: { NAMES: names.join(' ') },
        })
        await build.writeFile('/etc/zypp/repos.d/updates.repo', repository('updates', updatesUri))
        await build.sh('zypper --non-interactive refresh; rm -rf /var/log/zypper.log /var/log/zypp')
      },
    }),
}
