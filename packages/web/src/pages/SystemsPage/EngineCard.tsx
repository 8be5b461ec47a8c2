import type { SupportedEngine } from '@patchyard/api'
import { IconCheck, IconMinus, IconPlaylistAdd } from '@tabler/icons-react'
import { VisuallyHidden } from '@mantine/core'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import css from './SystemsPage.module.css'

const marks = {
  yes: { icon: IconCheck, word: 'systems.yes' },
  no: { icon: IconMinus, word: 'systems.no' },
  catalog: { icon: IconPlaylistAdd, word: 'systems.catalog' },
} as const satisfies Record<string, { icon: unknown; word: TextKey }>

export function EngineCard({ engine }: { readonly engine: SupportedEngine }) {
  return (
    <Panel title={engine.title}>
      <p className={css.sentence}>
        <Reported text={engine.systems} wrap />
      </p>
      <p className={css.proof}>
        <Reported text={proofOf(engine)} wrap />
      </p>
      {engine.proof !== 'none' && (
        <ul className={css.abilities}>
          {engine.abilities.map(({ ability, title, able }) => {
            const { icon: Shape, word } = marks[able]
            return (
              <li key={ability} data-able={able}>
                <Shape size={15} aria-hidden />
                <Reported text={title} wrap />
                {able === 'catalog' ? <em>{t(word)}</em> : <VisuallyHidden>{t(word)}</VisuallyHidden>}
              </li>
            )
          })}
        </ul>
      )}
      <ul className={css.limits} aria-label={t('systems.limits')}>
        {engine.limits.map(limit => (
          <li key={limit}>
            <Reported text={limit} wrap />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function proofOf({ proof, proofTitle, provenOn }: SupportedEngine): string {
  if (proof === 'none') return t('systems.notYet')
  return provenOn === ''
    ? t('systems.provenBy', { proof: proofTitle })
    : t('systems.provenOn', { proof: proofTitle, on: provenOn })
}
