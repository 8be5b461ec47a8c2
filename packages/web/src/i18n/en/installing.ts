/** How an agent comes onto a machine, system by system. */
export const installing = {
  'installing.linux': 'Linux',
  'installing.needs': 'What the machine needs',
  'installing.needsSystem':
    'Debian or Ubuntu (apt); RHEL, Rocky, Alma, CentOS Stream, Oracle or Fedora (dnf, yum); SUSE or openSUSE (zypper).',
  'installing.needsProcessor':
    'An x64 or arm64 processor and glibc. The agent brings its own Node; it takes about 130 MB in /usr/lib.',
  'installing.needsRoot': 'Root, for the installation and for the agent itself: it runs the package manager.',
  'installing.needsSystemd':
    'systemd starts it. Without systemd the files are put in place, and your own supervisor starts it.',
  'installing.needsTools': 'curl, tar and sha256sum, for the command that comes with a key.',
  'installing.needsAddress':
    'A way to {{address}}, directly or by a proxy. Nothing has to reach the machine from outside.',
  'installing.downloads': 'Packages of this server',
  'installing.download': 'Package for {{arch}}',
  'installing.hash': 'SHA-256 of {{name}}',
  'installing.notHere':
    'This server has no package for {{arch}}: it is built where Node for {{arch}} is installed beside the server.',
  'installing.silently': 'Installing without questions',
  'installing.silentlyMore':
    'The script asks nothing. A new activation key shows a whole command for each processor; with a package that is unpacked already it is this one:',
  'installing.command': 'Command',
  'installing.parameters': 'Parameters of install.sh',
  'installing.parameter': 'Parameter',
  'installing.meaning': 'What it says',
  'installing.server': 'Address of this server.',
  'installing.key': 'The activation key; other people on the machine can see it while the script runs.',
  'installing.keyFile': 'The key in a file, or - for standard input. The variable PATCHYARD_KEY is read, too.',
  'installing.proxy': 'Proxy to the server, http:// or https://. Otherwise HTTPS_PROXY and the like are followed.',
  'installing.noProxy': 'Hosts that are reached without the proxy, with commas between.',
  'installing.ca':
    'Authorities that are trusted for this server, in PEM form. Otherwise what the key pins, or those of the system.',
  'installing.wait': 'How long to go on trying while the server does not answer; 60 without it.',
  'installing.noEnroll': 'Only puts the files in place, for images; the machine enrols later.',
  'installing.again': 'Running it again updates the agent. A machine that is enrolled stays what it is.',
  'installing.windows': 'Windows',
  'installing.macos': 'macOS',
  'installing.notYet': 'There is no agent for {{system}} yet. Nothing can be installed on such machines.',
  'installing.makeKey': 'New activation key',
  'installing.theAddresses': 'the packages of this server',
} as const
