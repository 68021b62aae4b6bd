import type { ComponentChildren } from 'preact';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** What stands beside the figures: explanation in words. */
  readonly text?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page: its heading and words on the left where there is room, its figures on the right. */
export function Section({ id, title, text, children }: SectionProps) {
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-text">
        <h2 id={id}>{title}</h2>
        {text}
      </div>
      <div class="section-body">{children}</div>
    </section>
  );
}
