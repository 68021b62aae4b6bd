import { useState } from 'preact/hooks';

interface CodeSampleProps {
  readonly title: string;
  /** What it does, in a sentence. */
  readonly text: string;
  readonly code: string;
}

/** A piece of code to copy. */
export function CodeSample({ title, text, code }: CodeSampleProps) {
  const [told, setTold] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setTold('Copied'),
      () => setTold('The browser didn’t let it be copied'),
    );
  return (
    <div class="sample">
      <h3 class="figure-title">{title}</h3>
      <p class="figure-subtitle">{text}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="sample-code" aria-label={`Code: ${title}`} tabIndex={0}>
        <pre>
          <code>{code}</code>
        </pre>
      </section>
      {/* Browsers offer the clipboard to secure pages alone. */}
      {navigator.clipboard && (
        <p class="sample-foot">
          <button type="button" class="link" aria-label={`Copy: ${title}`} onClick={copy}>
            Copy
          </button>
          <span role="status">{told}</span>
        </p>
      )}
    </div>
  );
}
