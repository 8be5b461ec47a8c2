/** What went wrong with a feed, in a few words, and what a person can do; what feeds give. */
export const feedTroubles = {
  'feedTrouble.malformed': 'Not of the shape that it should have',
  'feedTrouble.malformedMore':
    'It is tried again. If it stays, the publisher has changed it: look for a newer Patchyard, or tell us.',
  'feedTrouble.tooLarge': 'Too large',
  'feedTrouble.tooLargeMore':
    'It has more bytes, members or nesting than it may. Look at the address: is it what you meant?',
  'feedTrouble.tooSlow': 'Reading took too long',
  'feedTrouble.tooSlowMore':
    'It took more time or memory than it may. It is tried again; give the server more of both if it stays.',
  'feedTrouble.untrusted': 'Not to be trusted',
  'feedTrouble.untrustedMore':
    'Its own hash, signature or date speaks against it. Compare it with the publisher’s, and look at the mirror if it comes from one.',
  'feedTrouble.unknown': 'Not known to this version',
  'feedTrouble.unknownMore':
    'This version does not know the document or one of its options. Change the options, or upgrade the server.',
  'feedTrouble.diskFull': 'No room left',
  'feedTrouble.diskFullMore':
    'Free space on the disk of the data folder, or give feeds more of it with --feed-space. Nothing that was there is lost.',
  'feedTrouble.older': 'Older than what is here',
  'feedTrouble.olderMore':
    'A mirror that stands still, or somebody who wants to hide holes. Look at the address; “Fetch everything anew” takes it all the same.',
  'feedTrouble.hash': 'Not the bytes that were promised',
  'feedTrouble.hashMore': 'Most often the publisher was changing it; it is fetched again by itself.',
  'feedTrouble.gone': 'No longer in this version',
  'feedTrouble.goneMore': 'Patchyard no longer has this feed. Switch it off, or remove it.',
  'feedTrouble.held': 'Shrunk by more than a fifth, held',
  'feedTrouble.heldMore':
    'The old data stays in use. Look at the source, then accept what is held, or wait until it grows again.',
  'feedTrouble.url': 'An address that may not be fetched',
  'feedTrouble.urlMore': 'Only https, without user or password. Change the address.',
  'feedTrouble.address': 'Not in the public internet',
  'feedTrouble.addressMore':
    'The name stands for an address of an inner network. If that is meant, open the network with --egress-allow.',
  'feedTrouble.unresolved': 'The name has no address',
  'feedTrouble.unresolvedMore': 'Check the name for mistakes, and the name server of this machine.',
  'feedTrouble.redirect': 'Pointed elsewhere too often',
  'feedTrouble.redirectMore':
    'The server points too often, or to where nobody may go. Give the address that it ends at.',
  'feedTrouble.header': 'The request cannot be sent',
  'feedTrouble.headerMore': 'A header of it holds what no header may. The server’s log says which.',
  'feedTrouble.status': 'The server refused',
  'feedTrouble.statusMore':
    'It answered with something else than the document. Look at the address; when the publisher has trouble, it passes.',
  'feedTrouble.encoding': 'Packed in an unknown way',
  'feedTrouble.encodingMore':
    'The server packed its answer in a way that nobody asked for. Is there a proxy on the way?',
  'feedTrouble.cutOff': 'Cut off before its end',
  'feedTrouble.cutOffMore': 'It is tried again by itself. If it stays, look for a proxy that ends long downloads.',
  'feedTrouble.proxy': 'Refused by the proxy',
  'feedTrouble.proxyMore':
    'The proxy between this server and the internet did not let it through. Ask whoever runs it, or look at --egress-proxy.',
  'feedTrouble.unreachable': 'The server did not answer',
  'feedTrouble.unreachableMore': 'Does this machine reach the internet? Without it, use a mirror, or bring bundles.',
  'feedTrouble.internal': 'The server made a mistake',
  'feedTrouble.internalMore': 'Its log says more. It is tried again.',
  'feedTrouble.other': 'Failed: {{code}}',
  'feedTrouble.otherMore': 'docs/errors.md says what it means.',

  'feedGives.alpineSecdb': 'Which versions of Alpine’s packages repair which CVEs.',
  'feedGives.aptRepository':
    'What the repository offers: packages with versions, sources and hashes, and whether they are security updates.',
  'feedGives.csaf':
    'Advisories with packages, severity and reboots, and the vendor’s word on each package: fixed, affected, not affected.',
  'feedGives.cve5': 'Of each CVE title, description, CVSS vectors, weaknesses, and CISA’s SSVC values.',
  'feedGives.debianAdvisories': 'DSA and DLA with the source packages that they repair.',
  'feedGives.debianTracker': 'Which versions of Debian’s source packages repair which CVEs, in each release.',
  'feedGives.endoflife': 'Until when releases and products get updates.',
  'feedGives.epss': 'How likely each CVE is to be exploited within 30 days.',
  'feedGives.homebrewCask':
    'Versions of macOS applications, how they are known on a machine, and where they come from.',
  'feedGives.kbSupersedence': 'KBs of Windows with their CVEs, and which of them replaces which.',
  'feedGives.kev': 'CVEs that are known to be exploited, with the day until which to repair them.',
  'feedGives.msrcCvrf': 'KBs of Microsoft’s products with their CVEs, severity, restart and what they replace.',
  'feedGives.msrcGuide': 'KBs of Microsoft’s products with severity, builds and CVEs, sooner and finer than CVRF.',
  'feedGives.nvd': 'Of each CVE description, CVSS vectors of all versions, weaknesses and references.',
  'feedGives.osv': 'Advisories and fixes of Debian, Ubuntu, Alpine, SUSE, Red Hat and their families, in one shape.',
  'feedGives.rpmRepository':
    'Updates with their advisories, CVEs and severity, and the packages that the repository offers.',
  'feedGives.scoop': 'Versions of Windows applications with hashes, beside those of winget.',
  'feedGives.sofa': 'Releases of macOS with their CVEs and installers.',
  'feedGives.ubuntuNotices': 'USNs with fixed versions, CVEs, reboots, and what only Ubuntu Pro gets.',
  'feedGives.updateCatalog': 'Updates of Windows itself, previews among them, with whole lists of supersedence.',
  'feedGives.winget':
    'Versions of Windows applications with installers, silent arguments, and how they are known on a machine.',
} as const
