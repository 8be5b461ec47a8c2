import {
  baseLayer,
  chrootHost,
  createNetwork,
  type LayerName,
  layerNames,
  serveFiles,
  startHost,
  waitUntil,
  whyNoHosts,
} from '@patchyard/testkit/hosts'
import { describe, expect, test } from 'vitest'
import { join } from 'node:path'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(`real machines${reason === undefined ? '' : ` (${reason})`}`, () => {
  test.each(layerNames)('a %s machine boots real systemd with every unit up', async name => {
    const layer = await baseLayer(name)
    await using host = await startHost({ layer })
    expect((await host.exec(['systemctl', 'is-system-running'])).stdout.trim()).toBe('running')
    expect(await host.sh('ps -o comm= 1')).toBe('systemd\n')
    expect(await host.sh('hostname')).toBe(`${host.name}\n`)
    expect((await host.sh('cat /etc/machine-id')).trim()).toBe(host.machineId)
    expect((await host.sh('systemd-run --wait --pipe --quiet id -u')).trim()).toBe('0')
  })

  test.each([
    ['debian12', 'debian', true],
    ['dnf', 'rocky', false],
    ['zypper', 'opensuse-leap', false],
  ] as const)('a %s machine says that it is %s and has dpkg: %s', async (name, id, dpkg) => {
    await using host = await chrootHost({ layer: await baseLayer(name) })
    expect((await host.sh('. /etc/os-release; echo "$ID"')).trim()).toBe(id)
    expect(await host.exists('/usr/bin/dpkg')).toBe(dpkg)
    expect(await host.exists('/var/lib/dpkg/status')).toBe(dpkg)
  })

  test('ten machines boot at once and see each other and the server, nothing else', async () => {
    const layer = await baseLayer('debian12')
    await using network = await createNetwork()
    await using server = await serveFiles(join(layer.folder, 'srv'), network.serverAddress)
    const hosts = await Promise.all(Array.from({ length: 10 }, () => startHost({ layer, network })))
    try {
      expect(new Set(hosts.map(host => host.address)).size).toBe(10)
      expect(new Set(hosts.map(host => host.machineId)).size).toBe(10)
      const fetched = await Promise.all(
        hosts.map(host =>
          host.sh('/usr/lib/apt/apt-helper download-file "$URI" /tmp/got && cat /tmp/got', {
            env: { URI: `${server.uri}/own/dists/bookworm/InRelease` },
          }),
        ),
      )
      for (const text of fetched) expect(text).toContain('Label: Debian')
      expect(await hosts[0]?.sh('ip -4 route')).toMatch(/^198\.1[89]\.\S+ dev eth0 .*\n$/)
    } finally {
      await Promise.all(hosts.map(host => host.destroy()))
    }
  })

  test('a reboot from inside gives a new boot id and keeps the disk', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12') })
    await host.writeFile('/var/lib/marker', 'kept')
    const first = await host.bootId()
    await host.exec(['systemctl', 'reboot'])
    await host.waitForBoot(2)
    const second = await host.bootId()
    expect(second).not.toBe(first)
    await host.reboot()
    expect(new Set([first, second, await host.bootId()]).size).toBe(3)
    expect(await host.readFile('/var/lib/marker')).toBe('kept')
    expect((await host.sh('cat /etc/machine-id')).trim()).toBe(host.machineId)
  })

  test('a power cut leaves the disk as it was, and files can be read and written while the machine is off', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12') })
    const before = await host.bootId()
    await host.writeFile('/etc/before', 'one')
    await host.kill()
    expect(host.isOn).toBe(false)
    expect(await host.readFile('/etc/before')).toBe('one')
    await host.writeFile('/etc/while-off', 'two')
    await host.powerOn()
    expect(await host.readFile('/etc/while-off')).toBe('two')
    expect(await host.bootId()).not.toBe(before)
    await host.powerOff()
    expect(host.console()).toMatch(/Power-Off|Powering off/)
  })

  test('a pulled cable cuts the machine off, a plugged one brings it back', async () => {
    const layer = await baseLayer('debian12')
    await using network = await createNetwork()
    await using server = await serveFiles(join(layer.folder, 'srv'), network.serverAddress)
    await using host = await startHost({ layer, network })
    const fetch = async (): Promise<number | null> => {
      const options = ['-o', 'Acquire::http::Timeout=2', '-o', 'Acquire::Retries=0']
      const result = await host.exec([
        '/usr/lib/apt/apt-helper',
        ...options,
        'download-file',
        `${server.uri}/own/dists/bookworm/Release`,
        '/tmp/r',
      ])
      return result.status
    }
    expect(await fetch()).toBe(0)
    await network.setCable(host.address ?? '', 'out')
    expect(await fetch()).not.toBe(0)
    await network.setCable(host.address ?? '', 'in')
    // The kernel looks at a link that came up again once a second.
    await waitUntil('the network after plugging in', async () => (await fetch()) === 0)
  })

  test('a disk of a few megabytes runs full for real', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12'), diskBytes: 24 * 1024 * 1024 })
    const result = await host.exec(['dd', 'if=/dev/zero', 'of=/var/big', 'bs=1M', 'count=64'])
    expect(result.stderr).toContain('No space left on device')
  })

  test('files, folders and modes survive the way in and out', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12') })
    await host.writeFile('/opt/made/by/test.sh', '#!/bin/sh\necho "$1"\n', '0755')
    expect((await host.exec(['/opt/made/by/test.sh', '$(id) "quoted"'])).stdout).toBe('$(id) "quoted"\n')
    await host.copyIn(import.meta.dirname, '/opt/tests')
    const self = import.meta.filename
    expect(await host.exists(`/opt/tests/${self.slice(self.lastIndexOf('/') + 1)}`)).toBe(true)
    await host.copyIn(self, '/opt/one.ts')
    expect(await host.readFile('/opt/one.ts')).toContain('survive the way in and out')
  })

  test('a command left running is found by the number this machine knows, and can be killed there', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12') })
    const running = host.start(['/usr/bin/sleep', '1000'])
    const pid = await running.pid()
    const ended = new Promise<number | null>(resolve => running.child.on('exit', status => resolve(status)))
    process.kill(pid, 'SIGKILL')
    await ended
    expect((await host.exec(['pgrep', '-x', 'sleep'])).stdout).toBe('')
  })

  test('the main process of a unit is found from outside, and systemd starts it anew when it is killed there', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12') })
    const unit = '[Service]\nExecStart=/usr/bin/sleep infinity\nRestart=always\nRestartSec=0\n'
    await host.writeFile('/etc/systemd/system/sleeper.service', unit)
    await host.sh('systemctl daemon-reload && systemctl start sleeper')
    const first = await host.unitPid('sleeper')
    process.kill(first, 'SIGKILL')
    await waitUntil('the second life', async () => {
      const restarts = await host.sh('systemctl show --property=NRestarts --value sleeper')
      // Between its lives it has no main process.
      const now = await host.unitPid('sleeper').catch(() => first)
      return restarts.trim() === '1' && now !== first
    })
    await expect(host.unitPid('no-such-unit')).rejects.toThrow('no main process')
  })

  test('root on a machine cannot set the clock of the computer under it', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12') })
    for (const command of [
      ['date', '--set', '2031-01-01'],
      ['systemd-run', '--wait', '--quiet', 'date', '--set', '2031-01-01'],
    ]) {
      expect((await host.exec(command)).status).not.toBe(0)
    }
    expect(new Date().getUTCFullYear()).not.toBe(2031)
  })

  test('a layer is built once however many ask for it', async () => {
    const names: LayerName[] = ['debian12', 'debian12', 'debian12']
    const layers = await Promise.all(names.map(name => baseLayer(name)))
    expect(new Set(layers.map(layer => layer.folder)).size).toBe(1)
  })
})
