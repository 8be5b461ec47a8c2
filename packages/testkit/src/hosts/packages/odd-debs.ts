import { join } from 'node:path'
import { type Layer, lowerFolders } from '../layer.ts'
import { existsSync } from 'node:fs'
import type { DebPackage } from './deb.ts'

/** What is installed first, and what a repository then offers. */
export interface DebStory {
  readonly installed: readonly DebPackage[]
  readonly offered: readonly DebPackage[]
}

/** The new version unpacks, and its postinst fails: dpkg leaves it half configured. The old one is fine. */
export function brokenScript(name = 'grove-broken'): DebStory {
  return {
    installed: [{ name, version: '1.0' }],
    offered: [
      {
        name,
        version: '2.0',
        scripts: { postinst: 'echo "the database of this package cannot be converted" >&2\nexit 7' },
      },
    ],
  }
}

/** As linux-image-amd64: the metapackage's new version needs a package whose name nobody has installed before. */
export function newKernel(release = '6.1.0-99'): DebStory {
  const image = `linux-image-${release}-grove`
  const previous = 'linux-image-6.1.0-90-grove'
  const files = (kernel: string): DebPackage['files'] => ({
    [`/boot/vmlinuz-${kernel.replace('linux-image-', '')}`]: 'no kernel\n',
    [`/lib/modules/${kernel.replace('linux-image-', '')}/modules.order`]: '',
  })
  const meta = (version: string, depends: string): DebPackage => ({
    name: 'linux-image-grove',
    version,
    architecture: 'amd64',
    source: 'linux-signed-grove',
    depends,
  })
  // Debian's kernels announce themselves like this; the file is what needrestart and unattended-upgrades look for.
  const postinst = 'mkdir -p /run\ntouch /run/reboot-required\necho linux-image-grove >> /run/reboot-required.pkgs'
  return {
    installed: [
      meta('6.1.90-1', previous),
      {
        name: previous,
        version: '6.1.90-1',
        architecture: 'amd64',
        source: 'linux-signed-grove',
        files: files(previous) ?? {},
      },
    ],
    offered: [
      meta('6.1.99-1', image),
      {
        name: image,
        version: '6.1.99-1',
        architecture: 'amd64',
        source: 'linux-signed-grove',
        files: files(image) ?? {},
        scripts: { postinst },
      },
    ],
  }
}

/** Upgrading the first package is possible only by removing the second, which has no newer version. */
export function removingUpgrade(name = 'grove-mint', victim = 'grove-thyme'): DebStory {
  return {
    installed: [
      { name, version: '1.0' },
      { name: victim, version: '1.0' },
    ],
    offered: [{ name, version: '2.0', fields: { Conflicts: victim } }],
  }
}

/** A running service that has a library mapped, and a new version of the library: the service has to be restarted. */
export function serviceWithLibrary(layer: Layer, name = 'grove-service'): DebStory {
  const library = `/usr/lib/lib${name}.so.1`
  // Any real shared object does; the layer's own C library has some that are nearly empty.
  const object = lowerFolders(layer)
    .map(folder => join(folder, 'usr/lib/x86_64-linux-gnu/libutil.so.1'))
    .find(path => existsSync(path))
  if (object === undefined) throw new Error(`layer ${layer.name} has no small library to copy`)
  const libraryPackage = (version: string): DebPackage => ({
    name: `lib${name}1`,
    version,
    architecture: 'amd64',
    source: name,
    files: { [library]: { copyOf: object }, [`/usr/share/doc/lib${name}1/version`]: `${version}\n` },
  })
  const unit = `[Unit]
Description=A service that maps ${library}

[Service]
Environment=LD_PRELOAD=${library}
ExecStart=/usr/bin/sleep infinity

[Install]
WantedBy=multi-user.target
`
  const service: DebPackage = {
    name,
    version: '1.0',
    architecture: 'amd64',
    depends: `lib${name}1`,
    files: { [`/lib/systemd/system/${name}.service`]: unit },
    scripts: {
      postinst: `if [ -d /run/systemd/system ]; then systemctl daemon-reload; systemctl enable --now ${name}.service; fi`,
      prerm: `if [ -d /run/systemd/system ]; then systemctl disable --now ${name}.service; fi`,
    },
  }
  return { installed: [libraryPackage('1.0'), service], offered: [libraryPackage('1.1')] }
}

/** A configuration file that both the administrator and the new version have changed. */
export function changedConffile(name = 'grove-conf'): DebStory & { readonly path: string } {
  const path = `/etc/${name}.conf`
  const version = (number: string): DebPackage => ({
    name,
    version: number,
    files: { [path]: `# ${name}\nversion = ${number}\n` },
    conffiles: [path],
  })
  return { installed: [version('1.0')], offered: [version('2.0')], path }
}
