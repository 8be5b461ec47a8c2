/** Names of one publisher, as `readPublisher` leaves them: renamed, bought, or written in two ways. The first stands for all. */
export const publisherGroups: readonly (readonly string[])[] = [
  ['adobe', 'adobe systems'],
  ['agilebits', '1password'],
  ['anydesk software', 'philandro software'],
  ['bitwarden', '8bit solutions'],
  ['cisco systems', 'cisco', 'cisco webex', 'webex'],
  ['citrix systems', 'citrix', 'cloud software group'],
  ['eclipse adoptium', 'adoptopenjdk', 'eclipse foundation', 'adoptium'],
  ['foxit software', 'foxit'],
  ['hp', 'hewlett packard'],
  ['node js foundation', 'node js', 'openjs foundation', 'joyent'],
  ['notepad++ team', 'notepad++', 'don ho'],
  ['omnissa', 'vmware', 'broadcom'],
  ['oracle', 'oracle and/or its affiliates', 'sun microsystems'],
  ['simon tatham', 'putty'],
  ['slack technologies', 'slack'],
  ['zoom', 'zoom video communications', 'zoom communications'],
]
