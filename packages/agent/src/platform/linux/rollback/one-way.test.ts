import { expect, test } from 'vitest'
import { mindsDowngrades, oneWayByName } from './one-way.ts'

test.each([
  ['linux-image-6.1.0-39-amd64', 'kernel'],
  ['linux-image-amd64', 'kernel'],
  ['kernel-core', 'kernel'],
  ['kernel-default', 'kernel'],
  ['libc6', 'one_way_package'],
  ['shim-signed', 'one_way_package'],
  ['mariadb-server-10.11', 'one_way_package'],
  ['apt', 'package_manager'],
  ['libzypp', 'package_manager'],
  ['openssl', null],
  ['kernel-firmware-amdgpu', null],
  ['linux-libc-dev', null],
  ['apt-listchanges', null],
  ['rpm-build', null],
])('%s: %s', (name, code) => {
  const reasons = oneWayByName([{ name, arch: 'all', from: '1', to: '2' }])
  expect(reasons.map(one => one.code)).toEqual(code === null ? [] : [code])
})

test.each([
  ['if dpkg --compare-versions "$2" gt 2.0; then\n  echo "downgrading is not supported" >&2; exit 1\nfi', true],
  ['# a downgrade is fine here\nexit 0', false],
  ['echo "upgrading"', false],
  ['(none)', false],
])('%j minds downgrades: %s', (script, minds) => expect(mindsDowngrades(script)).toBe(minds))
