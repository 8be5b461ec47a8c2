import { IconBolt, IconX } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './TagChip.module.css'

interface TagChipProps {
  readonly name: string
  /** "#rrggbb"; anything else is no colour. */
  readonly colour?: string | undefined
  readonly isDynamic?: boolean
  /** Behind the name: how many come with it. */
  readonly children?: ReactNode
  readonly onRemove?: () => void
}

const isColour = /^#[0-9a-f]{6}$/

/** The colour of a tag as a dot; the name stands beside it, so that the colour alone says nothing. */
export function TagDot({ colour }: { readonly colour: string | undefined }) {
  const style = colour !== undefined && isColour.test(colour) ? ({ '--tag': colour } as CSSProperties) : undefined
  return <span className={css.dot} style={style} aria-hidden />
}

/** A tag by its colour and name. */
export function TagChip({ name, colour, isDynamic = false, children, onRemove }: TagChipProps) {
  const shown = shownText(name, 200)
  return (
    <span className={css.chip} title={shown}>
      <TagDot colour={colour} />
      <bdi className={css.name}>{shown}</bdi>
      {isDynamic && <IconBolt size={13} aria-label={t('tagPicker.dynamic')} className={css.sign} />}
      {children}
      {onRemove !== undefined && (
        <button
          type="button"
          className={css.remove}
          aria-label={t('tagPicker.remove', { name: shownText(name, 80) })}
          onClick={onRemove}
        >
          <IconX size={13} aria-hidden />
        </button>
      )}
    </span>
  )
}
