/** Names of things that get patches and lie in inventories; tails of numbered ones make the long lists of real hosts. */
export const linuxSources: readonly string[] = (
  'linux openssl glibc systemd openssh curl nginx apache2 postgresql mariadb redis python3.11 perl bash sudo zlib xz-utils ' +
  'gnutls28 krb5 samba bind9 unbound dnsmasq postfix dovecot exim4 php8.2 ruby3.1 nodejs openjdk-17 git vim tar gzip expat ' +
  'libxml2 libxslt sqlite3 ncurses dbus polkit cups ghostscript imagemagick ffmpeg libtiff libwebp libpng freetype pillow ' +
  'firefox-esr thunderbird chromium docker.io containerd runc qemu libvirt lvm2 grub2 shim rsync wget ntp chrony snmpd ' +
  'squid haproxy varnish memcached rabbitmq-server tomcat10 jetty9 ansible salt puppet cloud-init netplan ufw iptables ' +
  'nftables wireguard strongswan openvpn freeradius openldap sssd cyrus-sasl2 less busybox intel-microcode amd64-microcode'
).split(' ')

export const windowsProducts: readonly (readonly [id: string, name: string, vendor: string])[] = [
  ['Mozilla.Firefox', 'Mozilla Firefox', 'Mozilla'],
  ['Google.Chrome', 'Google Chrome', 'Google'],
  ['Microsoft.Edge', 'Microsoft Edge', 'Microsoft'],
  ['Microsoft.Office', 'Microsoft 365 Apps', 'Microsoft'],
  ['Microsoft.Teams', 'Microsoft Teams', 'Microsoft'],
  ['Microsoft.DotNet.Runtime.8', 'Microsoft .NET Runtime 8', 'Microsoft'],
  ['Adobe.Acrobat.Reader', 'Adobe Acrobat Reader', 'Adobe'],
  ['7zip.7zip', '7-Zip', 'Igor Pavlov'],
  ['Notepad++.Notepad++', 'Notepad++', 'Don Ho'],
  ['VideoLAN.VLC', 'VLC media player', 'VideoLAN'],
  ['Zoom.Zoom', 'Zoom Workplace', 'Zoom'],
  ['PuTTY.PuTTY', 'PuTTY', 'Simon Tatham'],
  ['WinSCP.WinSCP', 'WinSCP', 'Martin Prikryl'],
  ['Git.Git', 'Git for Windows', 'The Git Development Community'],
  ['Python.Python.3.12', 'Python 3.12', 'Python Software Foundation'],
  ['OpenJS.NodeJS.LTS', 'Node.js LTS', 'OpenJS Foundation'],
  ['EclipseAdoptium.Temurin.17', 'Eclipse Temurin 17', 'Eclipse Adoptium'],
  ['Oracle.VirtualBox', 'Oracle VirtualBox', 'Oracle'],
  ['VMware.Tools', 'VMware Tools', 'VMware'],
  ['WiresharkFoundation.Wireshark', 'Wireshark', 'Wireshark Foundation'],
]

export const macProducts: readonly string[] = [
  'firefox',
  'google-chrome',
  'visual-studio-code',
  'slack',
  'zoom',
  'microsoft-teams',
  'microsoft-word',
  'iterm2',
  'docker',
  'vlc',
]

/** `list` first, then as many numbered ones as are wanted. */
export const padded = (list: readonly string[], count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, i) => list[i] ?? `${prefix}${i}`)
