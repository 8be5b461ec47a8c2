import type { PatchPlatform } from '../records/patch-record.ts'

/** First match wins: ".NET Framework 4.8 on Windows Server 2022" is .NET, and "Office for Mac" is Office. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/\.NET\b|ASP\.NET/i, '.NET'],
  [/\bInternet Explorer\b/i, 'Internet Explorer'],
  [/\bMicrosoft Edge\b/i, 'Microsoft Edge'],
  [/\bSharePoint\b/i, 'SharePoint'],
  [/\bExchange\b/i, 'Exchange Server'],
  [/\bSQL Server\b/i, 'SQL Server'],
  [/\b(?:Visual Studio|Visual C\+\+|Visual Basic)\b/i, 'Visual Studio'],
  [/\bSilverlight\b/i, 'Silverlight'],
  [/\bAdobe Flash\b/i, 'Adobe Flash Player'],
  [/\b(?:Skype|Lync)\b/i, 'Skype for Business'],
  [/\b(?:Office|Word|Excel|Outlook|PowerPoint|Publisher|Visio|Project|Access|OneNote|InfoPath)\b/i, 'Office'],
  [/^Windows\b/i, 'Windows'],
]

/** The group that people pick from; '' for none of those. */
export const familyOf = (product: string): string => FAMILIES.find(([pattern]) => pattern.test(product))?.[1] ?? ''

/** Office and Silverlight for the Mac have KB articles, too. */
export const platformOf = (product: string): PatchPlatform =>
  /\b(?:for Mac\b|Apple Mac OS|macOS|OS X)/i.test(product) ? 'macos' : 'windows'
