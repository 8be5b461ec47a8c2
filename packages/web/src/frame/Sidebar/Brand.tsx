import css from './Brand.module.css'

export function Brand() {
  return (
    <span className={css.brand}>
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden className={css.sign}>
        <rect width="32" height="32" rx="7" />
        <g fill="none" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
          <rect x="8.2" y="8.2" width="15.6" height="15.6" rx="3" strokeDasharray="3.6 3.2" />
          <path d="M12.6 16.3l2.4 2.4 4.6-5.2" />
        </g>
      </svg>
      Patchyard
    </span>
  )
}
