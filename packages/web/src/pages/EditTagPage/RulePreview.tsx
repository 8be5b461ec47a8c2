import type { TagPreview } from '@patchyard/api'
import { IconClock } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './EditTagPage.module.css'

interface RulePreviewProps {
  /** null: there is nothing to ask yet. */
  readonly preview: TagPreview | null
  readonly error: unknown
  readonly isFinished: boolean
  readonly isBehind: boolean
}

/** What the rule finds as it is written: how many assets, the first of them, and what would change of the tag. */
export function RulePreview({ preview, error, isFinished, isBehind }: RulePreviewProps) {
  return (
    <Panel title={t('rule.preview')}>
      <div className={css.preview} aria-busy={isBehind}>
        <FailureLine error={error} />
        <div role="status">
          {!isFinished ? (
            <p className={css.quiet}>{t('rule.unfinished')}</p>
          ) : preview === null ? (
            error === null && <p className={css.quiet}>{t('table.reading')}</p>
          ) : preview.found === null ? (
            <p className={css.quiet}>{t('rule.hasErrors')}</p>
          ) : (
            <p className={css.found}>{t('rule.finds', { assets: t('count.asset', { count: preview.found.count }) })}</p>
          )}
        </div>
        {isFinished && preview !== null && preview.found !== null && <Found preview={preview} />}
      </div>
    </Panel>
  )
}

function Found({ preview }: { readonly preview: TagPreview }) {
  return (
    <>
      <Some label="rule.added" some={preview.added} />
      <Some label="rule.removed" some={preview.removed} />
      <Some label="rule.first" some={preview.found} />
      {preview.query !== null && (
        <div>
          <p className={css.head}>{t('rule.asQuery')}</p>
          <code className={css.query} data-canonical>
            {shownText(preview.query)}
          </code>
          <p className={css.link}>
            <Link to={`/assets?${new URLSearchParams({ query: preview.query })}`}>{t('rule.openList')}</Link>
          </p>
        </div>
      )}
      {preview.asksTags.length > 0 && (
        <div>
          <p className={css.head}>{t('rule.asksTags')}</p>
          <TagList tags={preview.asksTags} full />
        </div>
      )}
      {preview.isTimed && (
        <p className={css.timed}>
          <IconClock size={15} aria-hidden /> {t('rule.isTimed')}
        </p>
      )}
      {preview.warnings.map(warning => (
        <p key={`${warning.path} ${warning.code} ${warning.from}`} className={css.quiet}>
          {shownText(warning.message)}
        </p>
      ))}
    </>
  )
}

const SHOWN = 8

function Some({ label, some }: { readonly label: TextKey; readonly some: TagPreview['found'] }) {
  if (some === null || some.count === 0) return null
  const rest = some.count - Math.min(SHOWN, some.items.length)
  return (
    <div>
      <p className={css.head}>{t(label, { assets: t('count.asset', { count: some.count }) })}</p>
      <ul className={css.assets}>
        {some.items.slice(0, SHOWN).map(asset => (
          <li key={asset.id}>
            <Link to={`/assets/${asset.id}`}>
              <Reported text={asset.name} />
            </Link>
          </li>
        ))}
        {rest > 0 && <li className={css.quiet}>{t('rule.more', { count: rest })}</li>}
      </ul>
    </div>
  )
}
