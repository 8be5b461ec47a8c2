import type { About } from '@patchyard/api'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './InstallingPage.module.css'

/** Those that the agent is made for; a server has a package for some of them. */
const architectures = ['x64', 'arm64'] as const

/** Each package with the hash that it must have. */
export const Packages = ({ packages }: { readonly packages: About['agentPackages'] }) => (
  <div className={css.stack}>
    {architectures.map(arch => {
      const found = packages.find(one => one.arch === arch)
      if (found === undefined)
        return (
          <p key={arch} className="quiet">
            {t('installing.notHere', { arch })}
          </p>
        )
      return (
        <div key={arch} className={css.download}>
          <a href={`/download/${encodeURIComponent(found.name)}`} download>
            {t('installing.download', { arch })}
          </a>
          <CopyField label={t('installing.hash', { name: shownText(found.name, 80) })} value={found.sha256} />
        </div>
      )
    })}
  </div>
)
