import { IconAlertTriangle, IconClock, IconPlugConnected } from '@tabler/icons-react'
import css from './ReviewText.module.css'
import type { Review } from './review-text.ts'

/** The job in words; stands in the review and again in the question before it starts. */
export function ReviewText({ review }: { readonly review: Review }) {
  return (
    <div className={css.review}>
      <p className={css.extent}>{review.extent}</p>
      <p className={css.plain}>
        <IconClock size={16} aria-hidden />
        <span>{review.start}</span>
      </p>
      <p className={review.mayReboot ? css.warning : css.plain}>
        {review.mayReboot ? <IconAlertTriangle size={16} aria-hidden /> : <IconPlugConnected size={16} aria-hidden />}
        <span>{review.reboot}</span>
      </p>
      <ul className={css.sentences}>
        {review.sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}
