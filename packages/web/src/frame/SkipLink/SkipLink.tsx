import css from './SkipLink.module.css'
import { t } from '../../i18n/text.ts'

export function SkipLink() {
  return (
    <a href="#content" className={css.skip}>
      {t('frame.skipToTheContent')}
    </a>
  )
}
