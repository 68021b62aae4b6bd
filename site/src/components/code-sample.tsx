import { useState } from 'preact/hooks';

interface CodeSampleProps {
  readonly title: string;
  /** A sentence that states what the code does. */
  readonly text: string;
  readonly code: string;
}

/** Shows a code sample with a button that copies it. */
export function CodeSample({ title, text, code }: CodeSampleProps) {
  const [message, setMessage] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setMessage('Copied'),
      () => setMessage('The browser denied access to the clipboard'),
    );
  return (
    <div class="sample">
      <h3 class="figure-title">{title}</h3>
      <p class="figure-subtitle">{text}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard */}
      <section class="sample-code" aria-label={`Code: ${title}`} tabIndex={0}>
        <pre>
          <code>{code}</code>
        </pre>
      </section>
      {/* Browsers provide the clipboard in secure contexts only. */}
      {navigator.clipboard && (
        <p class="sample-foot">
          <button type="button" class="link" aria-label={`Copy: ${title}`} onClick={copy}>
            Copy
          </button>
          <span role="status">{message}</span>
        </p>
      )}
    </div>
  );
}
