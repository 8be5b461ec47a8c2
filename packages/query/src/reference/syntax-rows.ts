/** Forms of the language with an example each, all of which a test checks against `patch` or `asset`. */
export interface SyntaxRow {
  readonly feature: string
  readonly form: string
  readonly entity: 'asset' | 'patch' | 'job'
  readonly example: string
}

const row = (feature: string, form: string, entity: SyntaxRow['entity'], example: string): SyntaxRow => ({
  feature,
  form,
  entity,
  example,
})

export const syntaxRows: readonly SyntaxRow[] = [
  row('term', '`token:value`; blanks may stand behind the colon; names in any case', 'patch', 'Category: security'),
  row(
    'bare value',
    'whole words of the field, any case; several words run on and must stand side by side',
    'patch',
    'appFamily: Internet Explorer',
  ),
  row('double quotes', 'the words next to each other and in order, any case', 'asset', 'operatingSystem:"Red Hat"'),
  row('backticks', 'the whole value exactly, case included', 'asset', 'name:`web-01`'),
  row(
    'wildcard',
    '`*` in a bare or quoted value stands for anything; compared with the whole value, any case',
    'patch',
    'title:"*cumulative*"',
  ),
  row('list', 'one of these', 'patch', 'severity:[Critical, Important]'),
  row('range with its ends', '`[a .. b]`, also `[a ... b]`', 'patch', 'publishedDate:[2024-01-01 .. 2024-03-31]'),
  row('range without its ends', '`(a .. b)`', 'asset', 'missingPatchCount:(10 .. 20)'),
  row('one value in brackets', 'that value; of a date, that day', 'patch', 'publishedDate:[2015-12-31]'),
  row('comparison', '`>` `>=` `<` `<=` `=` in place of the colon or behind it', 'asset', 'missingPatchCount>0'),
  row(
    'dates',
    '`yyyy`, `yyyy-mm`, `yyyy-mm-dd`, ISO timestamps with or without quotes; UTC unless an offset is given',
    'asset',
    'scanDateTime>=2024-03-31T12:00:00+02:00',
  ),
  row(
    'dates from now on',
    '`now`, `now-7d`, `now+1h`, rounded `now/d`; units `s m h d w M y`',
    'asset',
    'scanDateTime:[now-7d/d .. now]',
  ),
  row('booleans', '`true`, `false`, any case', 'patch', 'isSecurity:True'),
  row('addresses', 'exact, with `*`, or a network', 'asset', 'interfaces.address:10.0.0.0/8'),
  row(
    'versions',
    'compared by the rules of the packaging, never as text',
    'asset',
    'software:(name:`openssl` and version<3.0.11)',
  ),
  row('people', 'words of name or e-mail; `me` is who asks', 'job', 'owner:me'),
  row('no value', '`is null`, `is not null`', 'patch', 'supersededBy is null'),
  row(
    'operators',
    '`and`, `or`, `not`, any case; not binds before and, and before or; brackets',
    'patch',
    'kev:true and not (severity:Low or isSuperseded:true)',
  ),
  row(
    'nested group',
    '`path:( … )`: all of it holds for the same child',
    'asset',
    'vulnerabilities:(kev:true and epss>0.5)',
  ),
  row('text without a token', 'searches the main fields, named below', 'patch', 'openssl'),
]
