import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import css from './InstallingPage.module.css'

// packages/agent/packaging/install.sh and `patchyard-agent enroll --help`.
const parameters: readonly (readonly [parameter: string, meaning: TextKey])[] = [
  ['--server URL', 'installing.server'],
  ['--key KEY', 'installing.key'],
  ['--key-file FILE', 'installing.keyFile'],
  ['--proxy URL', 'installing.proxy'],
  ['--no-proxy LIST', 'installing.noProxy'],
  ['--ca-file FILE', 'installing.ca'],
  ['--wait SECONDS', 'installing.wait'],
  ['--no-enroll', 'installing.noEnroll'],
]

/** What a script or an image gives the installer. */
export const Silently = ({ server }: { readonly server: string }) => (
  <div className={css.stack}>
    <p>{t('installing.silentlyMore')}</p>
    <CopyField
      label={t('installing.command')}
      value={`./patchyard-agent/install.sh --server ${server} --key-file key.txt`}
    />
    <SmallTable
      look="whole"
      label={t('installing.parameters')}
      heads={[t('installing.parameter'), t('installing.meaning')]}
      rows={parameters.map(([parameter, meaning]) => [<code key={parameter}>{parameter}</code>, t(meaning)])}
      none="–"
    />
    <p className="quiet">{t('installing.again')}</p>
  </div>
)
