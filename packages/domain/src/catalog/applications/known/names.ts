/** What no feed says of how programs name themselves. Facts of ours; each is there because the lists of real machines need it. */

export interface KnownName {
  readonly track: string
  /** As `readName` leaves it. */
  readonly key: string
  readonly why: string
}

export const knownNames: readonly KnownName[] = [
  // One runtime since 2015: later ones take the place of earlier ones, and the names go on changing.
  ...['x86', 'x64', 'arm64'].flatMap(arch =>
    ['2015', '2017', '2019', '2015-2019', '2015-2022', '2022', 'v14'].map(years => ({
      track: `winget:Microsoft.VCRedist.2015+.${arch}`,
      key: `microsoft visual c++ ${years} redistributable`,
      why: 'one runtime since 2015',
    })),
  ),
  { track: 'winget:Adobe.Acrobat.Reader.32-bit', key: 'adobe acrobat reader', why: 'renamed in 2023' },
  { track: 'winget:Adobe.Acrobat.Reader.32-bit', key: 'adobe acrobat reader dc', why: 'name since 2015' },
  { track: 'winget:DominikReichl.KeePass', key: 'keepass password safe', why: 'name of its setup' },
  { track: 'winget:Foxit.FoxitReader', key: 'foxit reader', why: 'renamed in 2021' },
  { track: 'winget:Foxit.PhantomPDF', key: 'foxit phantompdf', why: 'renamed in 2021' },
  { track: 'winget:Microsoft.Teams.Classic', key: 'microsoft teams', why: 'its name until the new one came' },
  { track: 'winget:Oracle.VirtualBox', key: 'oracle virtualbox', why: 'renamed with 7.1' },
  { track: 'winget:Zoom.Zoom', key: 'zoom workplace', why: 'renamed in 2024' },
  { track: 'winget:Zoom.Zoom', key: 'zoom', why: 'name until 2024' },
]

/** Names that different products write: they are known by their codes, never by such a name. */
export const sharedNames: ReadonlySet<string> = new Set([
  // Reader and Pro of 64 bits, both "Adobe Acrobat (64-bit)".
  'adobe acrobat',
  'adobe acrobat dc',
])

/** First parts that all versions of a track have, where other versions of the same name are another product. */
export const knownLines: Readonly<Record<string, string>> = {
  // KeePass 1.x is another program with another format.
  'winget:DominikReichl.KeePass': '2',
  // The new Teams counts 23285 and more.
  'winget:Microsoft.Teams.Classic': '1',
}
