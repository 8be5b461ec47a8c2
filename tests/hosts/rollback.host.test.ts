import {
  baseLayer,
  chrootHost,
  type DebStory,
  type RpmStory,
  tellDebStory,
  tellRpmStory,
  whyNoHosts,
} from '@patchyard/testkit/hosts'
import { describe } from 'vitest'
import { smallDebian } from './apt-host.ts'
import { driverBinds } from './package-manager-on-host.ts'
import { type RollbackFamily, testRollbackRules } from './rollback-rules.ts'

const reason = whyNoHosts()
const CONFIG = '/etc/grove-fig.conf'
/** Runs in the earlier version only where a test holds it. */
const HOLD = 'if [ -e /root/hold ]; then touch /root/holding; while [ -e /root/hold ]; do sleep 0.05; done; fi'

function debStory(): DebStory {
  const settings = { conffiles: [CONFIG], files: { [CONFIG]: 'a=1\n' } }
  const fig = { name: 'grove-fig', ...settings, scripts: { postinst: HOLD } }
  const earlier = [
    { ...fig, version: '1:1.0', depends: 'grove-fig-lib (= 1:1.0)' },
    { name: 'grove-fig-lib', version: '1:1.0' },
  ]
  return {
    installed: [...earlier, { name: 'grove-app', version: '1:1.0', depends: 'grove-fig-lib' }],
    offered: [
      ...earlier,
      { ...fig, version: '1:2.0', depends: 'grove-fig-lib (= 1:2.0), grove-new', files: { [CONFIG]: 'a=2\n' } },
      { name: 'grove-fig-lib', version: '1:2.0' },
      { name: 'grove-new', version: '1.0' },
      { name: 'grove-app', version: '1:2.0', depends: 'grove-fig-lib (>= 1:2.0)' },
    ],
  }
}

function rpmStory(): RpmStory {
  const settings = { configFiles: [CONFIG], files: { [CONFIG]: 'a=1\n' } }
  const needs = (...what: string[]) => ({ tags: what.map(one => ['Requires', one] as const) })
  const fig = { name: 'grove-fig', release: '1', ...settings, scripts: { post: HOLD } }
  const lib = { name: 'grove-fig-lib', release: '1' }
  const app = { name: 'grove-app', release: '1' }
  const earlier = [
    { ...fig, version: '1.0', ...needs('grove-fig-lib = 1.0') },
    { ...lib, version: '1.0' },
  ]
  return {
    installed: [...earlier, { ...app, version: '1.0', ...needs('grove-fig-lib') }],
    offered: [
      ...earlier,
      { ...fig, version: '2.0', files: { [CONFIG]: 'a=2\n' }, ...needs('grove-fig-lib = 2.0', 'grove-new') },
      { ...lib, version: '2.0' },
      { name: 'grove-new', version: '1.0', release: '1' },
      { ...app, version: '2.0', ...needs('grove-fig-lib >= 2.0') },
    ],
  }
}

const debian: RollbackFamily = {
  name: 'Debian',
  host: async () => {
    const host = await smallDebian()
    await tellDebStory(host, await baseLayer('debian12'), 'back', debStory())
    return host
  },
  version: short => `1:${short}`,
  arch: 'all',
  list: host => host.sh('dpkg -l; apt-mark showauto | sort; dpkg --get-selections'),
  withoutRepository: host =>
    host.sh('rm -r /etc/apt/sources.list.d/back.sources /srv/stories; apt-get update -qq; apt-get clean'),
  installApp: host => host.sh('apt-get -y -qq install grove-app=1:2.0'),
  engine: 'apt-get',
}

const rpmHost = (name: 'dnf' | 'zypper') => async () => {
  const layer = await baseLayer(name)
  const host = await chrootHost({ layer, binds: driverBinds })
  await tellRpmStory(host, layer, 'back', rpmStory())
  return host
}

const rpmList: RollbackFamily['list'] = host =>
  host.sh("rpm -qa --qf '%{NAME} %{EPOCH} %{VERSION} %{RELEASE} %{ARCH}\\n' | sort")

const dnf: RollbackFamily = {
  name: 'dnf',
  host: rpmHost('dnf'),
  version: short => `${short}-1`,
  arch: 'noarch',
  list: async host => `${await rpmList(host)}${await host.sh('dnf -C -q repoquery --userinstalled | sort')}`,
  withoutRepository: host => host.sh('rm -r /etc/yum.repos.d/back.repo /srv/stories'),
  installApp: host => host.sh('dnf -y -q upgrade grove-app'),
  engine: 'dnf',
}

const zypper: RollbackFamily = {
  name: 'zypper',
  host: rpmHost('zypper'),
  version: short => `${short}-1`,
  arch: 'noarch',
  list: rpmList,
  withoutRepository: host => host.sh('rm -r /etc/zypp/repos.d/back.repo /srv/stories'),
  installApp: host => host.sh('zypper --non-interactive -q install grove-app=2.0'),
  engine: 'zypper',
}

describe.skipIf(reason !== undefined)(`going back${reason === undefined ? '' : ` (${reason})`}`, () => {
  for (const family of [debian, dnf, zypper]) testRollbackRules(family)
})
