import type { ComponentChildren } from 'preact';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** Explanation beside the figures. */
  readonly text?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Shows a section of a page. On wide screens its heading and text are to the left of its figures. */
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
